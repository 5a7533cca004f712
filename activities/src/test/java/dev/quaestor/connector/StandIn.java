package dev.quaestor.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes connections on loopback and does to each what a test wants. */
public final class StandIn implements AutoCloseable {

  /** What is done to one connection. */
  @FunctionalInterface
  public interface Manner {
    void serve(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final AtomicInteger served = new AtomicInteger();

  public StandIn(Manner manner) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(
        () -> {
          while (!server.isClosed()) {
            try {
              var socket = server.accept();
              served.incrementAndGet();
              Thread.startVirtualThread(() -> serve(socket, manner));
            } catch (IOException over) {
              return;
            }
          }
        });
  }

  private static void serve(Socket socket, Manner manner) {
    try (socket) {
      manner.serve(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException | InterruptedException over) {
      // The other side has had enough.
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How many connections there were. */
  public int served() {
    return served.get();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
