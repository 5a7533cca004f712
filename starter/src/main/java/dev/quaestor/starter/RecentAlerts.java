package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.starter.Submissions.Submitted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The alerts submitted here a moment ago. Between a workflow's answer and its first event in the
 * ledger a repeat is known to the workflow alone: it is answered from here without asking it.
 * Losing this memory loses nothing, and keeping it would: what it says of a case that has been
 * removed since would keep an alert that comes again out of any.
 */
final class RecentAlerts {
  private static final int KEPT = 10_000;

  /** Longer than a ledger is behind, and much shorter than any case is kept. */
  private static final Duration MOMENT = Duration.ofHours(1);

  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final Map<String, Given> answered = bounded();
  private final Map<String, Given> latest = bounded();
  private final Map<String, Given> investigations = bounded();

  /**
   * @param nanos a clock that only runs forward
   */
  RecentAlerts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Given(Submitted answer, long at) {}

  /** One version of an alert on its way. */
  private record Running(String content, CompletableFuture<Submitted> answer) {}

  /**
   * The answer to an alert: of this call if it is the first, else the first one's, as joined.
   * Versions of one alert go one after the other, each knowing the answer to the one before.
   *
   * @param undone a case that an earlier answer is not to be given of again
   */
  Submitted once(
      Alert alert, Optional<String> undone, Function<Optional<Submitted>, Submitted> submit) {
    var mine = new Running(alert.version().content(), new CompletableFuture<>());
    for (var other = running.putIfAbsent(alert.identity(), mine);
        other != null;
        other = running.putIfAbsent(alert.identity(), mine)) {
      if (other.content().equals(mine.content())) {
        return joined(await(other.answer()));
      }
      other.answer().handle((answer, failure) -> true).join();
    }
    try {
      var before =
          find(alert).filter(answer -> undone.filter(answer.investigationId()::equals).isEmpty());
      var answer = before.isPresent() ? joined(before.get()) : submit.apply(latestOf(alert));
      if (before.isEmpty()) {
        remember(alert, answer);
      }
      mine.answer().complete(answer);
      return answer;
    } catch (RuntimeException e) {
      mine.answer().completeExceptionally(e);
      throw e;
    } finally {
      // Before anybody waits for it in vain; whoever waited tries anew.
      running.remove(alert.identity(), mine);
    }
  }

  synchronized boolean knows(String investigationId) {
    return lately(investigations.get(investigationId)).isPresent();
  }

  private synchronized Optional<Submitted> find(Alert alert) {
    return lately(answered.get(word(alert)));
  }

  private synchronized Optional<Submitted> latestOf(Alert alert) {
    return lately(latest.get(alert.identity()));
  }

  private Optional<Submitted> lately(@Nullable Given given) {
    return Optional.ofNullable(given)
        .filter(one -> nanos.getAsLong() - one.at() < MOMENT.toNanos())
        .map(Given::answer);
  }

  private static String word(Alert alert) {
    return alert.identity() + alert.version().content();
  }

  private synchronized void remember(Alert alert, Submitted answer) {
    var given = new Given(answer, nanos.getAsLong());
    answered.put(word(alert), given);
    latest.put(alert.identity(), given);
    investigations.put(answer.investigationId(), given);
  }

  private static Submitted joined(Submitted first) {
    return new Submitted(
        first.alertId(),
        first.investigationId(),
        first.workflowId(),
        first.runId(),
        true,
        first.version(),
        first.ended());
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
