package dev.quaestor.starter;

import dev.quaestor.starter.Submissions.Submitted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The alerts submitted here a moment ago. Between a workflow's answer and its first event in the
 * ledger a repeat is known to the workflow alone: it is answered from here without asking it.
 * Losing this memory loses nothing.
 */
final class RecentAlerts {
  private static final int KEPT = 10_000;

  private final Map<String, CompletableFuture<Submitted>> running = new ConcurrentHashMap<>();
  private final Map<String, Submitted> answered = bounded();
  private final Map<String, Boolean> investigations = bounded();

  /** The answer to an alert: of this call if it is the first, else the first one's, as joined. */
  Submitted once(String alertId, Supplier<Submitted> submit) {
    var before = find(alertId);
    if (before.isPresent()) {
      return joined(before.get());
    }
    var mine = new CompletableFuture<Submitted>();
    var other = running.putIfAbsent(alertId, mine);
    if (other != null) {
      return joined(await(other));
    }
    try {
      var answer = submit.get();
      remember(answer);
      mine.complete(answer);
      return answer;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(alertId, mine);
    }
  }

  synchronized boolean knows(String investigationId) {
    return investigations.containsKey(investigationId);
  }

  private synchronized Optional<Submitted> find(String alertId) {
    return Optional.ofNullable(answered.get(alertId));
  }

  private synchronized void remember(Submitted answer) {
    answered.put(answer.alertId(), answer);
    investigations.put(answer.investigationId(), true);
  }

  private static Submitted joined(Submitted first) {
    return new Submitted(
        first.alertId(), first.investigationId(), first.workflowId(), first.runId(), true);
  }

  private static Submitted await(CompletableFuture<Submitted> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.@Nullable Entry<String, V> eldest) {
        return size() > KEPT;
      }
    };
  }
}
