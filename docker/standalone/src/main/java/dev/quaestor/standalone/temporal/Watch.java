package dev.quaestor.standalone.temporal;

import dev.quaestor.text.Counted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a dev server again that ended by itself: on the same file and the same ports, after pauses
 * that grow. One that does not hold is given up when there is no further pause. Closing it ends the
 * watching and leaves the server as it is.
 */
public final class Watch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  /**
   * Ctrl-C in a terminal reaches the server too: what comes down with all the rest must not be
   * started in the meantime.
   */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /** One that served so long had recovered. */
  private static final Duration HELD = Duration.ofMinutes(1);

  private final DevServer server;
  private final List<Duration> pauses;
  private final Consumer<String> say;
  private final CompletableFuture<String> loss = new CompletableFuture<>();
  private final Thread watching;

  private Watch(DevServer server, List<Duration> pauses, Consumer<String> say) {
    this.server = server;
    this.pauses = pauses;
    this.say = say;
    this.watching = Thread.ofPlatform().daemon().name("temporal-watch").start(this::watch);
  }

  static Watch over(DevServer server, Consumer<String> say) {
    return over(server, PAUSES, say);
  }

  static Watch over(DevServer server, List<Duration> pauses, Consumer<String> say) {
    return new Watch(server, pauses, say);
  }

  /** Completes with a sentence for people when the server is given up, and never otherwise. */
  public CompletableFuture<String> loss() {
    return loss;
  }

  private void watch() {
    try {
      int failures = 0;
      while (true) {
        var since = System.nanoTime();
        server.awaitEnd();
        if (System.nanoTime() - since > HELD.toNanos()) {
          failures = 0;
        }
        if (failures == pauses.size()) {
          loss.complete(
              "Temporal (process %d) ended again, %s in a row; its log is %s."
                  .formatted(
                      server.pid(), Counted.of(failures + 1, "time", "times"), server.log()));
          return;
        }
        tell("Temporal (process " + server.pid() + ") ended unexpectedly; starting it again.");
        Thread.sleep(pauses.get(failures++));
        startAgain();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void startAgain() {
    try {
      server.startAgain();
      Temporals.await(server, server::isAlive);
      tell("Temporal serves again (process " + server.pid() + ").");
    } catch (RuntimeException e) {
      tell("It did not start: " + e.getMessage());
      server.close();
    }
  }

  private void tell(String line) {
    log.warn(line);
    say.accept(line);
  }

  @Override
  public void close() {
    watching.interrupt();
    try {
      watching.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
