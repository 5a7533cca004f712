package dev.quaestor.tools.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Ports of this machine that nobody else reaches. */
final class Loopback {
  private static final int CONNECT_MILLIS = 500;
  private static final int LOWEST = 20_000;

  private Loopback() {}

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No port is free", e);
    }
  }

  /**
   * One that Temporal's server can be known by: on PostgreSQL it keeps ports as small numbers, and
   * dies of one above 32767, which is where systems hand out theirs.
   */
  static int lowFreePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, Short.MAX_VALUE);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next.
      }
    }
  }

  /** Returns when somebody listens there. */
  static void await(Child server, int port, long seconds) {
    var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!isOpen(port)) {
      if (server.isOver() || System.nanoTime() > giveUp) {
        throw new IllegalStateException(server.name() + " does not serve:\n" + server.said());
      }
      Pause.millis(50);
    }
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }
}
