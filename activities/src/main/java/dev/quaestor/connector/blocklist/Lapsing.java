package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.ConnectorException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes lapsed blocks out of the file, and has it read again where somebody died before that. It
 * begins after a while, so that who only looks at a configuration changes nothing.
 */
final class Lapsing implements AutoCloseable {
  static final Duration EVERY = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Lapsing.class);

  private final Thread thread;

  Lapsing(String connector, ListBlocking blocking, Duration every) {
    this.thread =
        Thread.ofVirtual()
            .name("lapsing-" + connector)
            .start(() -> keep(connector, blocking, every));
  }

  private static void keep(String connector, ListBlocking blocking, Duration every) {
    var said = "";
    try {
      while (true) {
        Thread.sleep(every);
        var now = sentence(blocking);
        if (!now.isEmpty() && !now.equals(said) && !Thread.currentThread().isInterrupted()) {
          log.warn("{}: {}", connector, now);
        }
        said = now;
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(ListBlocking blocking) {
    try {
      return blocking.lapse();
    } catch (ConnectorException broke) {
      return String.valueOf(broke.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
