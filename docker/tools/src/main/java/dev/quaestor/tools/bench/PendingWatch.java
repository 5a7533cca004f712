package dev.quaestor.tools.bench;

import dev.quaestor.starter.cli.client.QuaestorClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An approver's eye on the Action Center: one list of what is pending, looked at again and again
 * while somebody waits for something to be shown there.
 */
final class PendingWatch implements AutoCloseable {
  /** Between two looks, while a look is short. */
  static final Duration EVERY = Duration.ofMillis(5);

  /** Looking is not the engine's work: of the time it takes a fifth at most. */
  private static final int RESTS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String MOST = "500";

  /** What was shown of one investigation, and when it was first seen there. */
  record Shown(List<String> actionIds, long at) {}

  private final QuaestorClient api;
  private final ConcurrentMap<String, CompletableFuture<Shown>> awaited = new ConcurrentHashMap<>();
  private final Thread watcher;
  private volatile boolean closed;

  PendingWatch(QuaestorClient api) {
    this.api = api;
    this.watcher = Thread.ofPlatform().daemon().name("pending-watch").start(this::watch);
  }

  /**
   * @throws IllegalStateException when it is not shown in a minute and a half
   */
  Shown await(String investigationId) {
    var shown = awaited.computeIfAbsent(investigationId, id -> new CompletableFuture<>());
    try {
      return shown.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("Nothing is pending of " + investigationId, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      awaited.remove(investigationId);
    }
  }

  private void watch() {
    while (!closed) {
      try {
        var looked = System.nanoTime();
        if (!awaited.isEmpty()) {
          look();
        }
        var took = Duration.ofNanos(System.nanoTime() - looked).multipliedBy(RESTS);
        Thread.sleep(took.compareTo(EVERY) > 0 ? took : EVERY);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        awaited.values().forEach(a -> a.completeExceptionally(e));
      }
    }
  }

  private void look() {
    var listed = api.actions(Map.of("status", "pending", "size", MOST)).body().path("items");
    var seen = System.nanoTime();
    var byCase = new LinkedHashMap<String, List<String>>();
    for (var item : listed) {
      byCase
          .computeIfAbsent(item.path("investigationId").asString(), id -> new ArrayList<>())
          .add(item.path("actionId").asString());
    }
    byCase.forEach(
        (id, actionIds) -> {
          var waiting = awaited.get(id);
          if (waiting != null) {
            waiting.complete(new Shown(List.copyOf(actionIds), seen));
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
  }
}
