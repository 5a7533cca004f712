package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Leaves each part of a back end alone for as long as it said: until then it is not asked, whoever
 * wants to ask, and the answer is the one that it gave.
 */
final class Reserve {
  private record Wish(Instant until, ConnectorException said) {}

  private final Allotment allotment;
  private final Clock clock;
  private final Map<String, Wish> wishes = new ConcurrentHashMap<>();

  Reserve(Allotment allotment, Clock clock) {
    this.allotment = allotment;
    this.clock = clock;
  }

  <T> T minding(Request request, Supplier<T> call) {
    var part = allotment.of(request);
    if (part.isEmpty()) {
      return call.get();
    }
    leaveAlone(part.get());
    try {
      return call.get();
    } catch (ConnectorException refused) {
      if (refused.kind() == Kind.THROTTLED) {
        refused
            .retryAfter()
            .ifPresent(
                wait -> wishes.put(part.get(), new Wish(clock.instant().plus(wait), refused)));
        throw refused.ofPart();
      }
      throw refused;
    }
  }

  private void leaveAlone(String part) {
    var wish = wishes.get(part);
    if (wish == null) {
      return;
    }
    var left = Duration.between(clock.instant(), wish.until());
    if (!left.isPositive()) {
      wishes.remove(part, wish);
      return;
    }
    var said = wish.said();
    throw new ConnectorException(
            said.kind(), String.valueOf(said.getMessage()), said.code().orElse(null), left, null)
        .ofPart();
  }
}
