package dev.quaestor.starter.web;

import dev.quaestor.starter.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people typed to a decision for which they had to sign in again first. It waits for them in
 * this process, where another starter does not know of it: then they type it once more.
 */
final class Unsent {
  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final int MOST = 1_000;

  private record To(String person, String actionId) {}

  private record Comment(String text, Instant until) {}

  private final InstantSource clock;
  private final Map<To, Comment> comments =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<To, Comment> eldest) {
          return size() > MOST;
        }
      };

  Unsent(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void keep(Caller by, String actionId, String text) {
    forget(by, actionId);
    if (!text.isBlank()) {
      comments.put(new To(by.id(), actionId), new Comment(text, clock.instant().plus(KEPT)));
    }
  }

  /** Empty when there is nothing. */
  synchronized String of(Caller by, String actionId) {
    var kept = comments.get(new To(by.id(), actionId));
    return kept != null && clock.instant().isBefore(kept.until) ? kept.text : "";
  }

  synchronized void forget(Caller by, String actionId) {
    comments.remove(new To(by.id(), actionId));
  }
}
