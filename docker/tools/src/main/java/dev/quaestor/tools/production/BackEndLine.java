package dev.quaestor.tools.production;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line between workers and their back end, which can be cut: what was under way breaks off. */
public final class BackEndLine implements AutoCloseable {
  private final ServerSocket front;
  private final int backEnd;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /**
   * @param backEnd its port on this machine
   */
  BackEndLine(int backEnd) throws IOException {
    this.front = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.backEnd = backEnd;
    Thread.ofVirtual().name("back-end-line").start(this::accept);
  }

  int port() {
    return front.getLocalPort();
  }

  /** Half-made answers are lost, and nobody is let in until it is mended. */
  public void cut() {
    cut = true;
    open.forEach(BackEndLine::close);
  }

  public void mend() {
    cut = false;
  }

  private void accept() {
    while (!front.isClosed()) {
      try {
        var caller = front.accept();
        open.add(caller);
        if (cut) {
          drop(caller);
        } else {
          Thread.ofVirtual().start(() -> join(caller));
        }
      } catch (IOException closed) {
        // Either this line is over, or that one caller is gone.
      }
    }
  }

  private void join(Socket caller) {
    var called = new Socket();
    open.add(called);
    try {
      called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), backEnd));
      called.setOption(StandardSocketOptions.TCP_NODELAY, true);
      caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
      // It may have been cut while nobody knew of this one yet.
      if (cut) {
        throw new IOException("cut");
      }
      var there = Thread.ofVirtual().start(() -> pump(caller, called));
      pump(called, caller);
      there.join();
    } catch (IOException broken) {
      // Both are dropped below, as a cable would.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop(caller);
      drop(called);
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      close(from);
      close(to);
    }
  }

  private void drop(Socket socket) {
    open.remove(socket);
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is of no use either way.
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
    cut();
  }
}
