package dev.quaestor.connector.imap;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends connections that take too long. A time-out of a socket counts from byte to byte, and there
 * is none for writing: who sends one byte a minute, or reads none, would hold us for ever.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("mail-deadlines").unstarted(task));

  Deadlines() {
    clock.setRemoveOnCancelPolicy(true);
  }

  /** One thing that must end in time. */
  final class Bound implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final java.util.concurrent.ScheduledFuture<?> end;

    private Bound(Socket socket, Duration most) {
      end = clock.schedule(() -> cut(socket), most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cut(Socket socket) {
      over.set(true);
      try {
        socket.close();
      } catch (IOException closing) {
        // It is of no use any more either way.
      }
    }

    boolean isOver() {
      return over.get();
    }

    @Override
    public void close() {
      end.cancel(false);
    }
  }

  /**
   * @param socket the plain one: closing one with TLS waits for whoever writes to it
   */
  Bound bound(Socket socket, Duration most) {
    return new Bound(socket, most);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
