package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Asking for many things when the back end answers only for one at a time. */
public final class Batches {
  /** Few enough that one batch does not use up a back end's patience. */
  private static final int AT_ONCE = 8;

  private Batches() {}

  /**
   * Applies the question to each, several at a time, and keeps the order.
   *
   * @throws ConnectorException the first that one of them met; the others have ended by then
   */
  public static <T, R> List<R> each(List<T> things, Function<T, R> question) {
    if (things.size() == 1) {
      return List.of(question.apply(things.getFirst()));
    }
    var permits = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<R>>();
      for (var thing : things) {
        tasks.add(
            () -> {
              permits.acquire();
              try {
                return question.apply(thing);
              } finally {
                permits.release();
              }
            });
      }
      var answers = new ArrayList<R>();
      for (var answer : threads.invokeAll(tasks)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(ConnectorException.Kind.DOWN, "interrupted");
    }
  }
}
