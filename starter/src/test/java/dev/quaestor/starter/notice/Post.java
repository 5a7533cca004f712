package dev.quaestor.starter.notice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server on this machine that can die, come back, and refuse addresses. */
final class Post implements AutoCloseable {
  private final List<MimeMessage> mails = new CopyOnWriteArrayList<>();
  private final List<String> recipients = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile String refused = "";
  private volatile ServerSocket server;

  Post() {
    server = open(0);
    port = server.getLocalPort();
  }

  private ServerSocket open(int at) {
    try {
      var opened = new ServerSocket(at, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> accept(opened));
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        var socket = from.accept();
        Thread.ofVirtual().start(() -> talk(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      say(socket, "220 here");
      String line;
      while ((line = in.readLine()) != null) {
        heard.add(line);
        var verb = line.toUpperCase(java.util.Locale.ROOT);
        if (verb.startsWith("RCPT") && !refused.isEmpty() && line.contains(refused)) {
          say(socket, "550 nobody of that name");
        } else if (verb.startsWith("RCPT")) {
          recipients.add(line);
          say(socket, "250 ok");
        } else if (verb.startsWith("DATA")) {
          say(socket, "354 go on");
          var text = new StringBuilder();
          while (!(line = in.readLine()).equals(".")) {
            text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
          }
          mails.add(
              new MimeMessage(
                  Session.getInstance(new Properties()),
                  new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.ISO_8859_1))));
          say(socket, "250 taken");
        } else if (verb.startsWith("QUIT")) {
          say(socket, "221 bye");
          return;
        } else {
          say(socket, "250 ok");
        }
      }
    } catch (IOException | MessagingException e) {
      // The other side is gone; what it had sent whole is here.
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  int port() {
    return port;
  }

  void refuse(String address) {
    refused = address;
  }

  void die() {
    close();
  }

  void comeBack() {
    server = open(port);
  }

  List<MimeMessage> mails() {
    return List.copyOf(mails);
  }

  List<String> recipients() {
    return List.copyOf(recipients);
  }

  /** All that was said to it beside the mails. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  static String plain(Message mail) {
    return part(mail, 0);
  }

  static String html(Message mail) {
    return part(mail, 1);
  }

  private static String part(Message mail, int index) {
    try {
      return (String) ((MimeMultipart) mail.getContent()).getBodyPart(index).getContent();
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException(e);
    }
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
