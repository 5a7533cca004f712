package dev.quaestor.starter.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Growing pauses after failures, by whatever fails. It remembers a bounded number of them, the
 * longest unused are forgotten first.
 */
final class Pauses {
  private static final int REMEMBERED = 10_000;
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** After so much quiet it begins again. */
  private static final Duration FORGIVEN = Duration.ofHours(1);

  private record Failures(int count, Instant last, Instant until) {}

  private final int free;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param free how many failures cost nothing
   */
  Pauses(int free) {
    this.free = free;
  }

  /** How long one waits after that many failures. */
  static Duration after(int failures, int free) {
    int beyond = failures - free;
    if (beyond < 0) {
      return Duration.ZERO;
    }
    var pause = FIRST.multipliedBy(1L << Math.min(beyond, 10));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** Until when nothing is let through; empty when it is. */
  synchronized Optional<Instant> until(String key, Instant now) {
    var known = failures.get(key);
    return known != null && now.isBefore(known.until) ? Optional.of(known.until) : Optional.empty();
  }

  synchronized void failed(String key, Instant now) {
    var known = failures.get(key);
    int count = known == null || known.last.plus(FORGIVEN).isBefore(now) ? 1 : known.count + 1;
    failures.put(key, new Failures(count, now, now.plus(after(count, free))));
  }

  /** The last one was none after all. */
  synchronized void forgive(String key) {
    failures.computeIfPresent(
        key,
        (k, known) ->
            known.count <= 1 ? null : new Failures(known.count - 1, known.last, known.last));
  }

  synchronized void forget(String key) {
    failures.remove(key);
  }
}
