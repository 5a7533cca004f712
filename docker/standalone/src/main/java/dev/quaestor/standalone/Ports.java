package dev.quaestor.standalone;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;

/**
 * Where the parts of a standalone listen, all on 127.0.0.1.
 *
 * @param webUi of a Temporal that is started here
 */
record Ports(int api, int lab, int temporal, int webUi) {

  static Ports fixed() {
    return new Ports(8080, 8085, 7233, 8233);
  }

  /**
   * A port that something of ours will listen on.
   *
   * @param option that chooses another one
   */
  record Wanted(int port, String whose, String option) {}

  /** Fails unless each is free and nobody else's of these. */
  static void require(List<Wanted> all) {
    var owners = new HashMap<Integer, Wanted>();
    for (var wanted : all) {
      var other = owners.put(wanted.port(), wanted);
      if (other != null) {
        throw CommandFailed.because(
            CommandFailed.Kind.LOCAL,
            "Port %d is given to both %s and %s."
                .formatted(wanted.port(), other.whose(), wanted.whose()),
            "Choose another port with " + other.option() + " or " + wanted.option() + ".");
      }
      if (isTaken(wanted.port())) {
        throw CommandFailed.because(
            CommandFailed.Kind.LOCAL,
            "Port " + wanted.port() + ", for " + wanted.whose() + ", is in use by another program.",
            "Stop what listens there (ss -ltnp 'sport = :" + wanted.port() + "' shows it),",
            "or choose another port with " + wanted.option() + ".");
      }
    }
  }

  static boolean isTaken(int port) {
    try (var socket = new ServerSocket()) {
      // What a stopped server leaves in TIME_WAIT is not taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, "No port is free: " + e.getMessage());
    }
  }
}
