package dev.quaestor.starter;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many updates of one workflow are under way from here at one time. A server takes ten ({@code
 * history.maxInFlightUpdates}); one update-with-start more, and it drops all that are on their way
 * to that run, so that of sixty alerts on one device one was heard. What is beyond waits here.
 */
final class UpdateTurns {
  /** Two starters stay below ten. */
  private static final int AT_ONCE = 4;

  /** Workflows share one now and then, and wait a little longer for it. */
  private static final int LANES = 1024;

  private static final Semaphore[] TURNS =
      Stream.generate(() -> new Semaphore(AT_ONCE, true)).limit(LANES).toArray(Semaphore[]::new);

  private UpdateTurns() {}

  /**
   * To be called within {@link TemporalAccess#call}, whose bound counts the wait as well.
   *
   * @throws TemporalException when interrupted while waiting
   */
  static <T> T inTurn(String workflowId, Supplier<T> update) {
    var lane = TURNS[Math.floorMod(workflowId.hashCode(), LANES)];
    try {
      lane.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException(
          TemporalException.Kind.NO_ANSWER, "interrupted while waiting for its turn", e);
    }
    try {
      return update.get();
    } finally {
      lane.release();
    }
  }
}
