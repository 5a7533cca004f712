package dev.quaestor.board;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Away;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence whose back end was away, and when it is looked at again: after pauses that
 * grow, until as long has been waited as the policy waits for what is away. Only pauses count. A
 * timer that fires late, because no worker polled, costs the piece nothing.
 *
 * @param looks how often it was tried
 * @param waited the pauses so far, with the one before {@code next}
 * @param next when it is looked at again; in the past once that time has come
 * @param because what was the matter the last time
 */
public record AwaitedLook(
    EntityKey key, int looks, Duration waited, Instant next, String because, Phase phase) {

  /** Where it stands. */
  public enum Phase {
    /** Its time has not come. */
    WAITING,
    /** It is to be looked at now, or just is. */
    DUE,
    /** Nobody looks again. */
    GIVEN_UP
  }

  /** A back end that hiccups is back by then. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);

  /** Three days of these are some hundred and fifty looks, which one history holds. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  /** What was asked for in several batches falls due together. */
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  /**
   * After a look that found the back end away.
   *
   * @param before what stood before it; null after the first look
   * @param giveUpAfter how long the policy waits for what is away
   */
  static AwaitedLook after(
      @Nullable AwaitedLook before, EntityKey key, Away away, Duration giveUpAfter, Instant now) {
    var looks = before == null ? 1 : before.looks + 1;
    var waited = before == null ? Duration.ZERO : before.waited;
    var left = giveUpAfter.minus(waited);
    if (!left.isPositive()) {
      return new AwaitedLook(key, looks, waited, now, away.because(), Phase.GIVEN_UP);
    }
    var pause = shorter(left, longer(pauseAfter(looks), hinted(away, now)));
    return new AwaitedLook(
        key, looks, waited.plus(pause), now.plus(pause), away.because(), Phase.WAITING);
  }

  private static Duration pauseAfter(int looks) {
    return shorter(LONGEST_PAUSE, FIRST_PAUSE.multipliedBy(1L << Math.min(looks - 1, 10)));
  }

  private static Duration hinted(Away away, Instant now) {
    return away.notBefore() == null ? Duration.ZERO : Duration.between(now, away.notBefore());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** As it stands at that moment. */
  AwaitedLook at(Instant now) {
    return waits() && !next.minus(TOGETHER).isAfter(now)
        ? new AwaitedLook(key, looks, waited, next, because, Phase.DUE)
        : this;
  }

  AwaitedLook givenUp() {
    return new AwaitedLook(key, looks, waited, next, because, Phase.GIVEN_UP);
  }

  public boolean waits() {
    return phase == Phase.WAITING;
  }
}
