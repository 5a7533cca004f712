package dev.quaestor.starter.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to leave a receiver alone that did not take a message. */
public record Backoff(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param failures how many there were in a row, this one included
   * @param asked what the receiver asked for; the longer of the two counts
   * @param jitter 0 to 1: receivers that came back must not be met by all at the same moment
   */
  public Duration after(int failures, @Nullable Duration asked, double jitter) {
    long doubled = first.toMillis() << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
    long bounded = Math.min(doubled < 0 ? Long.MAX_VALUE : doubled, longest.toMillis());
    var wait = Duration.ofMillis((long) (bounded * (0.8 + 0.4 * jitter)));
    return asked != null && asked.compareTo(wait) > 0 ? asked : wait;
  }
}
