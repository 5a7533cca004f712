package dev.quaestor.connector.clamav;

import dev.quaestor.connector.capability.ContentScan.Content;
import dev.quaestor.connector.clamav.ClamAvSettings.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One question to clamd at a time, on a connection of its own, within one time for all of it. */
record Clamd(Place place, Duration timeout) {
  private static final int CHUNK = 64 * 1024;

  /** No honest answer has a tenth of this. */
  private static final int LONGEST_ANSWER = 4096;

  /** The time was over. */
  static final class Late extends IOException {
    Late(Duration timeout) {
      super("no answer within " + timeout.toMillis() + " ms");
    }
  }

  /** What came is no whole answer. */
  static final class Senseless extends IOException {
    private final String what;

    Senseless(String what) {
      super(what);
      this.what = what;
    }

    String what() {
      return what;
    }
  }

  /** A connection that the clock closes, however its reads and writes hang. */
  private final class Line implements AutoCloseable {
    private final SocketChannel channel;
    private final CompletableFuture<Void> time = new CompletableFuture<>();

    Line() throws IOException {
      var address = place.address();
      channel =
          address instanceof UnixDomainSocketAddress
              ? SocketChannel.open(StandardProtocolFamily.UNIX)
              : SocketChannel.open();
      var unused =
          time.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (done, late) -> {
                    if (late != null) {
                      hangUp();
                    }
                  });
    }

    void connect() throws IOException {
      channel.connect(place.address());
    }

    private void hangUp() {
      try {
        channel.close();
      } catch (IOException gone) {
        // That was the aim.
      }
    }

    boolean isLate() {
      return time.isCompletedExceptionally();
    }

    void send(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Up to the NUL that ends it; null where nothing came before the end. */
    @Nullable String answer() throws IOException {
      var all = new ByteArrayOutputStream();
      var buffer = ByteBuffer.allocate(1024);
      while (channel.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          var one = buffer.get();
          if (one == 0) {
            return all.toString(StandardCharsets.UTF_8);
          }
          all.write(one);
        }
        if (all.size() > LONGEST_ANSWER) {
          throw new Senseless("its answer has no end");
        }
      }
      if (all.size() > 0) {
        throw new Senseless("its answer was cut off");
      }
      return null;
    }

    @Override
    public void close() {
      time.complete(null);
      hangUp();
    }
  }

  /**
   * The answer to a command without contents.
   *
   * @throws IOException when there is none
   */
  String ask(String command) throws IOException {
    try (var line = new Line()) {
      try {
        line.connect();
        line.send(command(command));
        return whole(line.answer());
      } catch (IOException broke) {
        throw line.isLate() ? new Late(timeout) : broke;
      }
    }
  }

  /**
   * The answer about contents.
   *
   * @throws IOException when there is none
   * @throws UncheckedIOException when the contents cannot be read
   */
  String stream(Content content) throws IOException {
    try (var line = new Line();
        var bytes = opened(content)) {
      try {
        line.connect();
        return whole(sent(line, bytes));
      } catch (IOException broke) {
        throw line.isLate() ? new Late(timeout) : broke;
      }
    }
  }

  /** What cannot be read is not clamd's doing. */
  private static InputStream opened(Content content) {
    try {
      return content.source().open();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static int read(InputStream bytes, byte[] into) {
    try {
      return bytes.readNBytes(into, 0, into.length);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static @Nullable String sent(Line line, InputStream bytes) throws IOException {
    try {
      line.send(command("INSTREAM"));
      var buffer = new byte[CHUNK];
      for (int read; (read = read(bytes, buffer)) > 0; ) {
        line.send(ByteBuffer.allocate(Integer.BYTES).putInt(read).flip());
        line.send(ByteBuffer.wrap(buffer, 0, read));
      }
      line.send(ByteBuffer.allocate(Integer.BYTES).putInt(0).flip());
    } catch (ClosedChannelException ours) {
      throw ours;
    } catch (IOException hungUp) {
      // It may have said why before.
      var said = line.answer();
      if (said == null) {
        throw hungUp;
      }
      return said;
    }
    return line.answer();
  }

  private static String whole(@Nullable String answer) throws IOException {
    if (answer == null) {
      throw new IOException("it hung up");
    }
    return answer;
  }

  private static ByteBuffer command(String name) {
    return ByteBuffer.wrap(("z" + name + "\0").getBytes(StandardCharsets.US_ASCII));
  }
}
