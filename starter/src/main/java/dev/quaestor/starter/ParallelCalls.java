package dev.quaestor.starter;

import dev.quaestor.starter.ledger.Sight;
import dev.quaestor.telemetry.Traces;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Calls to Temporal side by side on virtual threads, and not all of them at once. */
public final class ParallelCalls {
  private static final int AT_ONCE = 16;

  private ParallelCalls() {}

  /**
   * Applies the call to each, several at a time, and keeps the order.
   *
   * @throws RuntimeException the first, in that order, that one of them met; the others have ended
   *     by then
   */
  public static <T, R> List<R> each(List<T> things, Function<T, R> call) {
    var permits = new Semaphore(AT_ONCE);
    // Who asks sees no more on these threads than on theirs.
    var sight = Sight.now();
    try (var threads = Traces.carriedTo(Executors.newVirtualThreadPerTaskExecutor())) {
      var running =
          things.stream()
              .map(
                  t ->
                      CompletableFuture.supplyAsync(
                          () -> Sight.within(sight, () -> within(permits, call, t)), threads))
              .toList();
      return running.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException known ? known : failed;
    }
  }

  private static <T, R> R within(Semaphore permits, Function<T, R> call, T thing) {
    permits.acquireUninterruptibly();
    try {
      return call.apply(thing);
    } finally {
      permits.release();
    }
  }
}
