package dev.quaestor.starter;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The moment between a workflow's answer and its event in the ledger. Whoever was just told of
 * something must find it when they look: they are made to wait that moment, and no longer.
 */
public final class LedgerLag {
  private static final Duration AT_MOST = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(10);

  private LedgerLag() {}

  /** What the ledger says, as soon as it says anything; empty when it stays silent. */
  public static <T> Optional<T> bridged(Supplier<Optional<T>> ledger) {
    var until = System.nanoTime() + AT_MOST.toNanos();
    var found = ledger.get();
    while (found.isEmpty() && System.nanoTime() < until) {
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = ledger.get();
    }
    return found;
  }
}
