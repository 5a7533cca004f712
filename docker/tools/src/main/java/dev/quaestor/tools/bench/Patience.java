package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Sends a call again when no worker answered in time or too many came at once, as a good client
 * does: the API takes the same call twice as one. The time goes on meanwhile.
 */
final class Patience {
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;
  private static final Duration FOR = Duration.ofSeconds(90);

  private final AtomicInteger repeated = new AtomicInteger();

  QuaestorClient.Answer call(Supplier<QuaestorClient.Answer> call) {
    var until = System.nanoTime() + FOR.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (CommandFailed late) {
        if (!isPassing(late.status()) || System.nanoTime() > until) {
          throw late;
        }
        repeated.incrementAndGet();
      }
    }
  }

  private static boolean isPassing(int status) {
    return status == UNAVAILABLE || status == GATEWAY_TIMEOUT;
  }

  /** How many calls had to be sent again since the last time this was asked. */
  int repeated() {
    return repeated.getAndSet(0);
  }
}
