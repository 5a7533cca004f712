package dev.quaestor.start.checkup;

import static java.util.Objects.requireNonNull;

import dev.quaestor.start.CannotStart;
import dev.quaestor.start.check.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Looks at several things at once, and tells of each as soon as it is known. */
public final class CheckUp {
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private CheckUp() {}

  /**
   * Returns when all is told, within the longest bound.
   *
   * @param told of each result, in this thread
   * @param waiting the names of what is still looked at, whenever nothing was told for two seconds
   * @return all results, in the order of the checks
   */
  public static List<CheckResult> run(
      List<Check> checks, Consumer<CheckResult> told, Consumer<List<String>> waiting) {
    var ended = new LinkedBlockingQueue<Check>();
    var results = new LinkedHashMap<Check, List<CheckResult>>();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var looking = new LinkedHashMap<Check, Future<List<CheckResult>>>();
      for (var check : checks) {
        results.put(check, List.of());
        var future = threads.submit(() -> bounded(check, threads));
        looking.put(check, future);
        threads.submit(() -> ended.add(awaited(check, future)));
      }
      while (!looking.isEmpty()) {
        var next = ended.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          waiting.accept(looking.keySet().stream().map(Check::name).toList());
        } else {
          var all = requireNonNull(looking.remove(next)).resultNow();
          results.put(next, all);
          all.forEach(told);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking", e);
    } finally {
      // What did not hear its end is left behind.
      threads.shutdownNow();
    }
    var flat = new ArrayList<CheckResult>();
    results.values().forEach(flat::addAll);
    return List.copyOf(flat);
  }

  private static Check awaited(Check check, Future<?> looked)
      throws ExecutionException, InterruptedException {
    looked.get();
    return check;
  }

  private static List<CheckResult> bounded(Check check, ExecutorService threads)
      throws InterruptedException {
    var looking = threads.submit(check.look());
    try {
      return looking.get(check.bound().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return List.of(
          CheckResult.fail(
              check.name(),
              "No answer within %d s.".formatted(check.bound().toSeconds()),
              "Look whether it can be reached from here."));
    } catch (ExecutionException failed) {
      return List.of(result(check, requireNonNull(failed.getCause())));
    } finally {
      looking.cancel(true);
    }
  }

  private static CheckResult result(Check check, Throwable failed) {
    if (failed instanceof CannotStart why) {
      return CheckResult.fail(check.name(), why.what(), why.remedy());
    }
    // A message of a library may quote what it read.
    return failed instanceof RuntimeException thrown && isOurs(thrown)
        ? CheckResult.fail(check.name(), thrown.getMessage() + ".", "Correct it.")
        : CheckResult.fail(
            check.name(),
            "Looking at it failed (" + failed.getClass().getSimpleName() + ").",
            "Nobody has foreseen this; it is worth a report.");
  }

  private static boolean isOurs(RuntimeException thrown) {
    var trace = thrown.getStackTrace();
    return thrown.getMessage() != null
        && trace.length > 0
        && trace[0].getClassName().startsWith("dev.quaestor.");
  }
}
