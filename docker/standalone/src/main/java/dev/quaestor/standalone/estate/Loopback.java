package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Ports of 127.0.0.1. */
final class Loopback {
  static final String ADDRESS = "127.0.0.1";
  private static final int PATIENCE_MILLIS = 2000;

  private Loopback() {}

  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS))) {
      return socket.getLocalPort();
    }
  }

  /** Whether somebody there speaks first. */
  static boolean greets(int port) {
    try (var socket = connected(port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The first line of what is answered; empty when nobody answers. */
  static String firstLine(int port, String request) {
    try (var socket = connected(port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var line = new StringBuilder();
      for (int c; (c = socket.getInputStream().read()) >= 0 && c != '\r' && line.length() < 200; ) {
        line.append((char) c);
      }
      return line.toString();
    } catch (IOException away) {
      return "";
    }
  }

  private static Socket connected(int port) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(ADDRESS, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }
}
