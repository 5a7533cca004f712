package dev.quaestor.standalone;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where the parts of a standalone listen, all on 127.0.0.1.
 *
 * @param webUi of a Temporal that is started here
 */
record Ports(int api, int lab, int temporal, int webUi) {

  static Ports fixed() {
    return new Ports(8080, 8085, 7233, 8233);
  }

  static void require(int port, String whose, String option) {
    if (isTaken(port)) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "Port " + port + ", for " + whose + ", is in use by another program.",
          "Stop what listens there (ss -ltnp 'sport = :" + port + "' shows it),",
          "or choose another port with " + option + ".");
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
