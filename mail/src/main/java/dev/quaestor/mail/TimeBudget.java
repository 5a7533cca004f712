package dev.quaestor.mail;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long one body may take to be read. What a stranger wrote is bounded by its size first; this
 * is for what is small and slow. Whoever reads asks between two steps, leaves out what is beyond,
 * and says so.
 */
public final class TimeBudget {
  private final LongSupplier nanos;
  private final long end;

  /**
   * Begins now.
   *
   * @param nanos a ticker as {@link System#nanoTime}
   */
  public TimeBudget(Duration most, LongSupplier nanos) {
    this.nanos = nanos;
    this.end = nanos.getAsLong() + most.toNanos();
  }

  public boolean isSpent() {
    // The difference, because a ticker may begin anywhere and run over.
    return nanos.getAsLong() - end >= 0;
  }
}
