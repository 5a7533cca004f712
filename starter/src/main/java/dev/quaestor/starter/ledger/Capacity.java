package dev.quaestor.starter.ledger;

import java.time.Duration;

/**
 * How many investigations may be open at once; those that wait for a decision count, because an
 * answer to them makes work (DOMAIN §1.4). More wait their turn as {@code QUEUED}, without a trace
 * in their histories.
 *
 * @param running 0 for no bound
 * @param askAgainAfter how soon one that waits asks again
 */
public record Capacity(int running, Duration askAgainAfter) {
  public static final Capacity UNBOUNDED = new Capacity(0, Duration.ofSeconds(5));

  public Capacity {
    if (running < 0) {
      throw new IllegalArgumentException("quaestor.capacity.running must not be negative");
    }
  }

  boolean isBounded() {
    return running > 0;
  }
}
