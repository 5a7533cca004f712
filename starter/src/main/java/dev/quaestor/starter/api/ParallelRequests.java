package dev.quaestor.starter.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Many calls of one kind at once, and not all of them at once. */
final class ParallelRequests {
  private static final int AT_ONCE = 16;

  private ParallelRequests() {}

  /** One result each, in order; the call itself must turn what goes wrong into a result. */
  static <T, R> List<R> map(List<T> items, Function<T, R> call) {
    var room = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          items.stream()
              .map(item -> CompletableFuture.supplyAsync(() -> within(room, call, item), threads))
              .toList();
      return running.stream().map(CompletableFuture::join).toList();
    }
  }

  private static <T, R> R within(Semaphore room, Function<T, R> call, T item) {
    room.acquireUninterruptibly();
    try {
      return call.apply(item);
    } finally {
      room.release();
    }
  }
}
