package dev.quaestor.connector.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line to a server on this machine that can be cut, before or after the server has heard. */
final class CutLine implements AutoCloseable {
  private static final Pattern TAG = Pattern.compile("(?m)^(q[0-9]+) ");

  private final ServerSocket door;
  private final int beyond;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Pattern> lost = new AtomicReference<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean away;
  private volatile @Nullable Pattern instead;
  private volatile String said = "";

  CutLine(int beyond) {
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    this.beyond = beyond;
    Thread.ofPlatform().daemon().start(this::serve);
  }

  int port() {
    return door.getLocalPort();
  }

  /** From now on nobody is heard. */
  void cut() {
    away = true;
    open.forEach(CutLine::end);
  }

  /** The server hears the next command like this, and its answer is lost. */
  void loseAnswerTo(String command) {
    lost.set(Pattern.compile(command));
  }

  /** After so much more that is said to the server, in whatever connection, the line is cut. */
  void cutAfter(int chunks) {
    left.set(chunks);
  }

  /** Whether that was never reached. */
  boolean isWhole() {
    return left.get() > 0;
  }

  /** What the server says like this is another thing on its way. */
  void saysInstead(String text, String other) {
    said = other;
    instead = Pattern.compile(text);
  }

  void mend() {
    away = false;
    instead = null;
    left.set(Integer.MAX_VALUE);
    lost.set(null);
  }

  private void serve() {
    while (true) {
      try {
        var near = door.accept();
        if (away) {
          end(near);
          continue;
        }
        var far = new Socket("127.0.0.1", beyond);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        open.add(near);
        open.add(far);
        var swallowing = new AtomicReference<@Nullable String>();
        Thread.ofVirtual().start(() -> toServer(near, far, swallowing));
        Thread.ofVirtual().start(() -> toClient(near, far, swallowing));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void toServer(Socket near, Socket far, AtomicReference<@Nullable String> swallowing) {
    pump(
        near,
        far,
        chunk -> {
          if (left.decrementAndGet() <= 0) {
            far.getOutputStream().write(chunk);
            away = true;
            throw new IOException("cut");
          }
          var text = new String(chunk, StandardCharsets.ISO_8859_1);
          var wanted = lost.get();
          if (wanted != null && wanted.matcher(text).find() && lost.compareAndSet(wanted, null)) {
            var tags = TAG.matcher(text);
            var last = "";
            while (tags.find()) {
              last = tags.group(1);
            }
            swallowing.set(last);
          }
          return true;
        });
  }

  private void toClient(Socket near, Socket far, AtomicReference<@Nullable String> swallowing) {
    var heard = new StringBuilder();
    pump(
        far,
        near,
        chunk -> {
          var last = swallowing.get();
          if (last == null) {
            var lie = instead;
            if (lie != null) {
              var text = new String(chunk, StandardCharsets.ISO_8859_1);
              near.getOutputStream()
                  .write(
                      lie.matcher(text)
                          .replaceAll(Matcher.quoteReplacement(said))
                          .getBytes(StandardCharsets.ISO_8859_1));
            }
            return lie == null;
          }
          heard.append(new String(chunk, StandardCharsets.ISO_8859_1));
          var end = last.isEmpty() ? "(?m)^(OK|NO)" : "(?m)^" + last + " ";
          if (Pattern.compile(end).matcher(heard).find()) {
            if (last.isEmpty()) {
              // What was said in the same flight is done too.
              Thread.sleep(300);
            }
            throw new IOException("lost");
          }
          return false;
        });
  }

  private interface Passing {
    boolean passes(byte[] chunk) throws IOException, InterruptedException;
  }

  private static void pump(Socket from, Socket to, Passing passing) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      var buffer = new byte[64 * 1024];
      for (int read; (read = in.read(buffer)) >= 0; ) {
        var chunk = java.util.Arrays.copyOf(buffer, read);
        if (passing.passes(chunk)) {
          to.getOutputStream().write(chunk);
          to.getOutputStream().flush();
        }
      }
    } catch (IOException | InterruptedException ended) {
      // Cut.
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException ended) {
      // It is.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
