package dev.quaestor.connector.clamav;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param place of clamd, for people
 * @param maxSize larger contents are not sent
 * @param timeout for one whole exchange
 */
record ClamAvSettings(
    String connector, Place place, long maxSize, Duration timeout, Remedies remedies) {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long LARGEST = 1L << 30;
  private static final int HIGHEST_PORT = 65_535;

  /** Where clamd is. */
  sealed interface Place {
    SocketAddress address();

    String sentence();

    /** By the files of this machine. */
    record Unix(Path path) implements Place {
      @Override
      public SocketAddress address() {
        return UnixDomainSocketAddress.of(path);
      }

      @Override
      public String sentence() {
        return "clamd at " + path;
      }
    }

    /** By the network, where everything is sent in clear. */
    record Tcp(String host, int port) implements Place {
      /** Looked up anew each time, so that a name may come to another address. */
      @Override
      public SocketAddress address() {
        return new InetSocketAddress(host, port);
      }

      @Override
      public String sentence() {
        return "clamd at %s:%d%s".formatted(host, port, isLoopback() ? "" : ", in clear");
      }

      private boolean isLoopback() {
        return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
      }
    }
  }

  static ClamAvSettings read(ConnectorSettings settings) {
    var socket = settings.text("socket");
    var host = settings.text("host");
    require(
        socket.isPresent() != host.isPresent(),
        settings.key("socket") + " or .host must be set, and not both");
    var place =
        socket
            .<Place>map(path -> unix(settings, path))
            .orElseGet(() -> new Place.Tcp(host.orElseThrow(), port(settings)));
    var timeout = settings.duration("timeout", Duration.ofSeconds(20));
    require(
        timeout.isPositive() && timeout.compareTo(LONGEST) <= 0,
        settings.key("timeout") + " must be between nothing and a minute");
    var maxSize = number(settings, "max-size", 25L << 20, LARGEST);
    return new ClamAvSettings(
        settings.connector(),
        place,
        maxSize,
        timeout,
        new Remedies(
            "Let the worker's user write to clamd's socket (%s).".formatted(settings.key("socket")),
            "See that clamd runs, and set %s to its LocalSocket, or .host and .port to its TCPAddr and TCPSocket."
                .formatted(settings.key("socket")),
            "See that freshclam runs where clamd does."));
  }

  private static Place unix(ConnectorSettings settings, String path) {
    try {
      var file = Path.of(path);
      if (file.isAbsolute()) {
        return new Place.Unix(file);
      }
    } catch (InvalidPathException notAPath) {
      // Said below.
    }
    throw new IllegalArgumentException(settings.key("socket") + " must be an absolute path");
  }

  private static int port(ConnectorSettings settings) {
    return Math.toIntExact(number(settings, "port", 3310, HIGHEST_PORT));
  }

  private static long number(
      ConnectorSettings settings, String setting, long standard, long highest) {
    var text = settings.text(setting);
    if (text.isEmpty()) {
      return standard;
    }
    var digits = text.get();
    var number =
        digits.length() <= 12 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            ? Long.parseLong(digits)
            : 0;
    require(
        number > 0 && number <= highest,
        "%s must be a whole number from 1 to %d".formatted(settings.key(setting), highest));
    return number;
  }

  private static void require(boolean is, String sentence) {
    if (!is) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
