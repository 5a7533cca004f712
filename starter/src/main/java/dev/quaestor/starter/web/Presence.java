package dev.quaestor.starter.web;

import dev.quaestor.starter.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Who has an action open now, as far as this starter knows. An open page says so again and again;
 * whoever has not for a while has gone.
 */
final class Presence {
  private static final Duration LEASE = Duration.ofSeconds(40);

  /** Beyond so many nobody is told any more: it is a courtesy, and must not fill the memory. */
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Map<String, Seen>> looking = new LinkedHashMap<>();

  Presence(InstantSource clock) {
    this.clock = clock;
  }

  private record Seen(String name, Instant until) {}

  /**
   * Says that somebody has it open.
   *
   * @return whether that is news
   */
  synchronized boolean looks(String actionId, Caller caller) {
    forget();
    if (looking.size() >= MOST && !looking.containsKey(actionId)) {
      return false;
    }
    var until = clock.instant().plus(LEASE);
    return looking
            .computeIfAbsent(actionId, id -> new LinkedHashMap<>())
            .put(caller.id(), new Seen(caller.name(), until))
        == null;
  }

  /** The others, by name. */
  synchronized List<String> others(String actionId, Caller caller) {
    forget();
    var names = new TreeSet<String>();
    looking
        .getOrDefault(actionId, Map.of())
        .forEach(
            (id, seen) -> {
              if (!id.equals(caller.id())) {
                names.add(seen.name());
              }
            });
    return List.copyOf(names);
  }

  private void forget() {
    var now = clock.instant();
    looking
        .values()
        .removeIf(
            seen -> {
              seen.values().removeIf(s -> s.until().isBefore(now));
              return seen.isEmpty();
            });
  }
}
