package dev.quaestor.connector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * That somebody has not answered within the last seconds. Whoever would ask meanwhile goes without,
 * so that a hundred questions do not wait a hundred times for one who is dead.
 */
public final class LatelyAway {
  private static final long NEVER = Long.MIN_VALUE;

  private final long lately;
  private final LongSupplier nanos;
  private final AtomicLong since = new AtomicLong(NEVER);

  public LatelyAway(Duration lately) {
    this(lately, System::nanoTime);
  }

  LatelyAway(Duration lately, LongSupplier nanos) {
    this.lately = lately.toNanos();
    this.nanos = nanos;
  }

  /** Whether not to ask yet. */
  public boolean isSo() {
    var at = since.get();
    return at != NEVER && nanos.getAsLong() - at < lately;
  }

  public void met() {
    since.set(nanos.getAsLong());
  }

  /** It answers again, whatever it says. */
  public void over() {
    since.set(NEVER);
  }
}
