package dev.quaestor.starter.api;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.EventId;
import dev.quaestor.starter.intake.json.Reading;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Reads alerts on threads of its own. Reading is the one thing here whose cost a stranger decides;
 * so it has a share of the processors, few bodies wait for it, and every other call finds a thread
 * to be answered on.
 */
final class AlertIntake implements AutoCloseable {
  /** A body waits in memory, and a caller waits for it. */
  static final int WAITING = 16;

  private final AlertReader reader;
  private final ThreadPoolExecutor threads;

  AlertIntake(AlertReader reader) {
    this(reader, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING);
  }

  AlertIntake(AlertReader reader, int atOnce, int waiting) {
    this.reader = reader;
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name("intake-", 0).factory());
  }

  /**
   * As {@link AlertReader#read(byte[], String, AlertSource, EventId)}.
   *
   * @throws ProblemException when too many are being read
   */
  Reading read(
      byte[] body,
      @Nullable String contentType,
      @Nullable AlertSource forced,
      @Nullable EventId event) {
    try {
      return threads.submit(() -> reader.read(body, contentType, forced, event)).get();
    } catch (RejectedExecutionException full) {
      throw busy();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw busy();
    } catch (ExecutionException broken) {
      throw new IllegalStateException(broken.getCause());
    }
  }

  /** How many bodies wait to be read. */
  int waiting() {
    return threads.getQueue().size();
  }

  private static ProblemException busy() {
    return new ProblemException(
        ApiProblem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "intake-busy",
            "Too many alerts are being read",
            "Nothing was started. Send the same call again later."));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
