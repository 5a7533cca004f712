package dev.quaestor.start;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does of its own accord, again and again: one thread from its start to its stop.
 * The thread is never interrupted, because H2 closes the file that somebody is interrupted over.
 */
public final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(15);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final String name;
  private final Round round;
  private volatile CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable Thread walking;

  /** One of them. */
  @FunctionalInterface
  public interface Round {
    /**
     * @return the pause until the next; empty when there is nothing more to do
     * @throws RuntimeException whatever kept it from being whole: it is logged, and the next comes
     */
    Optional<Duration> go();
  }

  /**
   * @param name of the thread, and in the log
   */
  public Rounds(String name, Round round) {
    this.name = name;
    this.round = round;
  }

  /**
   * @param first the pause before the first round
   */
  public synchronized void start(Duration first) {
    end = new CountDownLatch(1);
    walking = Thread.ofVirtual().name(name).start(() -> walk(first));
  }

  private void walk(Duration first) {
    var pause = Optional.of(first);
    while (pause.isPresent() && rests(pause.get())) {
      pause = gone();
    }
  }

  private Optional<Duration> gone() {
    try {
      return round.go();
    } catch (RuntimeException failed) {
      log.warn("a round of {} failed; the next comes in {}", name, AFTER_A_FAILURE, failed);
      return Optional.of(AFTER_A_FAILURE);
    }
  }

  /**
   * Waits, within a round too.
   *
   * @return false when it is time to end
   */
  public boolean rests(Duration time) {
    try {
      return !end.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns when the round under way has ended, or after a moment. */
  public synchronized void stop() {
    var thread = walking;
    walking = null;
    end.countDown();
    if (thread != null) {
      try {
        thread.join(ENDS_WITHIN);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public boolean isRunning() {
    return walking != null;
  }
}
