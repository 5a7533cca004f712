package dev.quaestor.tools.chaos;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.client.QuaestorClient.Answer;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.tools.production.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Callers as they are behind a load balancer: each call goes to one of the starters, and to the
 * next when that is away, for as long as patience lasts. What a call says twice is taken as one.
 */
final class Callers {
  /** Of a server that is there and cannot serve just now. */
  private static final Set<Integer> LATER = Set.of(429, 503, 504);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long PAUSE_MILLIS = 400;

  private final List<QuaestorClient> starters;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();

  Callers(List<QuaestorClient> starters) {
    this.starters = List.copyOf(starters);
  }

  /**
   * @throws CommandFailed with what the server refused, or with the last failure when none of them
   *     served in time
   */
  Answer call(Function<QuaestorClient, Answer> call) {
    var giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.apply(next());
      } catch (CommandFailed failed) {
        if (!isForLater(failed) || System.nanoTime() > giveUp) {
          throw failed;
        }
        repeated.incrementAndGet();
        Pause.millis(PAUSE_MILLIS);
      }
    }
  }

  private QuaestorClient next() {
    return starters.get(Math.floorMod(turn.getAndIncrement(), starters.size()));
  }

  List<QuaestorClient> each() {
    return starters;
  }

  private static boolean isForLater(CommandFailed failed) {
    return failed.kind() == CommandFailed.Kind.UNREACHABLE || LATER.contains(failed.status());
  }

  /** How many calls had to be made again. */
  int repeated() {
    return repeated.get();
  }
}
