package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends a call again when no worker answered in time, intake was busy or the server stumbled: the
 * API takes the same call twice as one. The time goes on meanwhile.
 */
final class Patience {
  private static final Set<Integer> AGAIN = Set.of(500, 503, 504);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration FOR = Duration.ofSeconds(90);

  private final AtomicInteger repeated = new AtomicInteger();

  QuaestorClient.Answer call(Supplier<QuaestorClient.Answer> call) {
    var until = System.nanoTime() + FOR.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (CommandFailed late) {
        if (!AGAIN.contains(late.status()) || System.nanoTime() > until) {
          throw late;
        }
        repeated.incrementAndGet();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** How many calls had to be sent again since the last time this was asked. */
  int repeated() {
    return repeated.getAndSet(0);
  }
}
