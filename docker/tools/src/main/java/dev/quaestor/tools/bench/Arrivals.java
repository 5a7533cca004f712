package dev.quaestor.tools.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When something happened that somebody waits for, whichever comes first: {@code nanoTime}. */
final class Arrivals {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ConcurrentMap<String, CompletableFuture<Long>> times = new ConcurrentHashMap<>();

  /** Now; only the first time counts. */
  void arrived(String what) {
    future(what).complete(System.nanoTime());
  }

  /**
   * Waits for it, and forgets it.
   *
   * @throws IllegalStateException when it has not happened in a minute and a half
   */
  long await(String what) {
    try {
      return future(what).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("It has not happened: " + what, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + what, e);
    } finally {
      times.remove(what);
    }
  }

  private CompletableFuture<Long> future(String what) {
    return times.computeIfAbsent(what, w -> new CompletableFuture<>());
  }

  void clear() {
    times.clear();
  }
}
