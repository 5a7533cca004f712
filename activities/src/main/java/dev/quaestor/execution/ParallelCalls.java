package dev.quaestor.execution;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Calls to back ends side by side on virtual threads, no more at a time than there are permits. */
final class ParallelCalls implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;

  ParallelCalls(Semaphore permits) {
    this.permits = permits;
  }

  <V> Future<V> submit(Callable<V> call) {
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

  /** What it brought, or what broke it. */
  static <V> V result(Future<V> future) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while looking up evidence", stopped);
    }
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    threads.close();
  }
}
