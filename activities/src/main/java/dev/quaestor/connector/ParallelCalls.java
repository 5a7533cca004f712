package dev.quaestor.connector;

import dev.quaestor.telemetry.Traces;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Calls to back ends side by side on virtual threads, no more at a time than there are permits. */
public final class ParallelCalls implements AutoCloseable {
  /** Few enough that one batch does not use up a back end's patience. */
  private static final int AT_ONCE = 8;

  private final ExecutorService threads =
      Traces.carriedTo(Executors.newVirtualThreadPerTaskExecutor());
  private final Semaphore permits;

  public ParallelCalls(Semaphore permits) {
    this.permits = permits;
  }

  /**
   * Applies the call to each, several at a time, and keeps the order.
   *
   * @throws RuntimeException the first, in that order, that one of them met; the others have ended
   *     by then
   */
  public static <T, R> List<R> each(List<T> things, Function<T, R> call) {
    if (things.size() == 1) {
      return List.of(call.apply(things.getFirst()));
    }
    try (var calls = new ParallelCalls(new Semaphore(AT_ONCE))) {
      var running = things.stream().map(t -> calls.submit(() -> call.apply(t))).toList();
      return running.stream().map(ParallelCalls::result).toList();
    }
  }

  public <V> Future<V> submit(Callable<V> call) {
    return threads.submit(
        () -> {
          permits.acquire();
          try {
            return call.call();
          } finally {
            permits.release();
          }
        });
  }

  /** Without a permit, for what sees to its own number of calls. */
  public <V> Future<V> beside(Callable<V> calls) {
    return threads.submit(calls);
  }

  /** What it brought, or what broke it. */
  public static <V> V result(Future<V> future) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(ConnectorException.Kind.DOWN, "interrupted");
    }
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    threads.close();
  }
}
