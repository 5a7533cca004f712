package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Lines and literals to and from a server. Whatever it sends is bounded: a line, a literal by who
 * asked for it, all that comes in one connection, and the time of each exchange.
 */
final class Wire implements AutoCloseable {
  /** A list of message numbers is one line. */
  static final int LONGEST_LINE = 1024 * 1024;

  /** Of one connection: a thousand messages of a mailbox, or a few large ones. */
  private static final long MOST = 512L * 1024 * 1024;

  private final String what;
  private final ImapSettings settings;
  private final Deadlines deadlines;
  private final Socket plain;
  private InputStream in;
  private OutputStream out;
  private long taken;
  private final byte[] buffer = new byte[16 * 1024];
  private int at;
  private int end;

  private Wire(String what, ImapSettings settings, Deadlines deadlines, Socket plain)
      throws IOException {
    this.what = what;
    this.settings = settings;
    this.deadlines = deadlines;
    this.plain = plain;
    this.in = plain.getInputStream();
    this.out = new BufferedOutputStream(plain.getOutputStream(), 16 * 1024);
  }

  /**
   * Connects, with TLS where that comes first.
   *
   * @param what the protocol, for people
   * @param implicitTls whether TLS comes before the protocol
   */
  static Wire open(
      String what, int port, boolean implicitTls, ImapSettings settings, Deadlines deadlines) {
    var socket = new Socket();
    var bound = deadlines.bound(socket, settings.connectTimeout());
    try (bound) {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(settings.host(), port),
          Math.toIntExact(settings.connectTimeout().toMillis()));
      var wire = new Wire(what, settings, deadlines, socket);
      if (implicitTls) {
        wire.secure();
      }
      return wire;
    } catch (IOException broke) {
      close(socket);
      throw down(what + " connect", broke, bound.isOver());
    }
  }

  /** From now on with TLS; what came in plain before counts for nothing. */
  void startTls() {
    within(
        settings.connectTimeout(),
        "TLS",
        () -> {
          if (at < end) {
            throw malformed("it sent more before TLS began");
          }
          secure();
          return true;
        });
  }

  private void secure() throws IOException {
    var socket =
        (SSLSocket)
            settings.trust().getSocketFactory().createSocket(plain, settings.host(), -1, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    in = socket.getInputStream();
    out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
  }

  /** One exchange with the server. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  <T> T within(Duration most, String operation, Exchange<T> exchange) {
    var bound = deadlines.bound(plain, most);
    try (bound) {
      return exchange.run();
    } catch (IOException broke) {
      close();
      throw down(what + " " + operation, broke, bound.isOver());
    } catch (RuntimeException broke) {
      close();
      throw broke;
    }
  }

  static ConnectorException down(String operation, IOException broke, boolean late) {
    if (late) {
      return new ConnectorException(Kind.DOWN, operation + ": the server did not answer in time");
    }
    // A certificate that is not the server's is no outage that waiting ends; but the next
    // connection may be answered by the right one, and nothing was said to this one.
    var why = broke instanceof SSLException ? "TLS failed" : "connection lost";
    return new ConnectorException(
        Kind.DOWN,
        operation + ": " + why + " (" + broke.getClass().getSimpleName() + ")",
        null,
        null,
        broke);
  }

  ConnectorException malformed(String why) {
    return new ConnectorException(Kind.MALFORMED_ANSWER, what + ": " + why);
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void flush() throws IOException {
    out.flush();
  }

  private void fill() throws IOException {
    at = 0;
    end = in.read(buffer);
    if (end <= 0) {
      end = 0;
      throw new IOException("the connection ended");
    }
    taken += end;
    if (taken > MOST) {
      throw ConnectorException.tooLarge(what + ": it sends more than is read of any server");
    }
  }

  /** One line without its end. */
  byte[] line() throws IOException {
    var line = new byte[256];
    var length = 0;
    while (true) {
      if (at == end) {
        fill();
      }
      var next = buffer[at++];
      if (next == '\n') {
        return Arrays.copyOf(line, length > 0 && line[length - 1] == '\r' ? length - 1 : length);
      }
      if (length == LONGEST_LINE) {
        throw ConnectorException.tooLarge(what + ": it sends a line without end");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(2 * length, LONGEST_LINE));
      }
      line[length++] = next;
    }
  }

  /**
   * @param most what was asked for can be no longer
   */
  byte[] literal(long size, int most) throws IOException {
    if (size < 0 || size > most) {
      throw ConnectorException.tooLarge(what + ": it sends more than was asked for");
    }
    // Grown as it comes: the size is only what it says.
    var literal = new byte[(int) Math.min(size, buffer.length)];
    var length = 0;
    while (length < size) {
      if (at == end) {
        fill();
      }
      var part = (int) Math.min(end - at, size - length);
      if (length + part > literal.length) {
        literal = Arrays.copyOf(literal, (int) Math.min(size, 2L * (length + part)));
      }
      System.arraycopy(buffer, at, literal, length, part);
      at += part;
      length += part;
    }
    return literal;
  }

  @Override
  public void close() {
    close(plain);
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException closing) {
      // It is of no use any more either way.
    }
  }
}
