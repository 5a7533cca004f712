package dev.quaestor.connector.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.entity.MailMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says is bounded and makes sense, or it is a breakage with a kind, soon. */
@Timeout(60)
class HostileServerTest {
  private static final String LOGIN = "q1 OK [CAPABILITY IMAP4rev1 MOVE UIDPLUS LITERAL+] in\r\n";
  private static final String GREETING = "* OK ready\r\n";

  @TempDir Path folder;
  private final ServerSocket door;
  private volatile Talk talk = (in, out) -> {};

  HostileServerTest() throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** What the server does with one connection. */
  private interface Talk {
    void with(Lines in, OutputStream out) throws IOException;
  }

  /** What was said to it, a line at a time. */
  private record Lines(Socket socket) {
    String next() throws IOException {
      var line = new StringBuilder();
      for (int c; (c = socket.getInputStream().read()) != '\n'; ) {
        if (c < 0) {
          throw new IOException("gone");
        }
        line.append((char) c);
      }
      return line.toString().strip();
    }
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        var socket = door.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    talk.with(new Lines(socket), socket.getOutputStream());
                  } catch (IOException ended) {
                    // It went away.
                  }
                });
      } catch (IOException closed) {
        return;
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void flood(OutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    while (true) {
      out.write(bytes);
    }
  }

  private static void dripping(OutputStream out, String text) throws IOException {
    try {
      while (true) {
        say(out, text);
        Thread.sleep(100);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void silent() throws IOException {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the folders are asked for. */
  private static void in(Lines in, OutputStream out) throws IOException {
    say(out, GREETING);
    in.next();
    say(out, LOGIN);
    in.next();
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        server("says nothing", Kind.DOWN, (in, out) -> silent()),
        server("greets a byte at a time", Kind.DOWN, (in, out) -> dripping(out, "*")),
        server("greets without end", Kind.MALFORMED_ANSWER, (in, out) -> flood(out, "********")),
        server("is another protocol", Kind.MALFORMED_ANSWER, (in, out) -> say(out, "220 smtp\r\n")),
        server("does not take us", Kind.DOWN, (in, out) -> say(out, "* BYE full\r\n")),
        server(
            "lacks MOVE",
            Kind.REJECTED,
            (in, out) -> {
              say(out, GREETING);
              in.next();
              say(out, "q1 OK [CAPABILITY IMAP4rev1] in\r\n");
              silent();
            }),
        server(
            "refuses the password",
            Kind.UNAUTHORIZED,
            (in, out) -> {
              say(out, GREETING);
              in.next();
              say(out, "q1 NO [AUTHENTICATIONFAILED] no\r\n");
            }),
        server(
            "wants to be left alone",
            Kind.THROTTLED,
            (in, out) -> {
              say(out, GREETING);
              in.next();
              say(out, "q1 NO [LIMIT] later\r\n");
            }),
        server(
            "lists folders without end",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              flood(out, "* LIST () \"/\" \"a\"\r\n");
            }),
        server(
            "lists in circles",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST " + "(".repeat(5000) + "\r\n");
              silent();
            }),
        server(
            "announces two gigabytes",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST () \"/\" {2147483647}\r\n");
              silent();
            }),
        server(
            "announces more than numbers go to",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST () \"/\" {99999999999999999999999}\r\n");
              silent();
            }),
        server(
            "answers what was not asked",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              say(out, "q77 OK done\r\n");
              silent();
            }),
        server(
            "hangs in the middle",
            Kind.DOWN,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST () \"/\" {10}\r\nabc");
              silent();
            }),
        server(
            "ends in the middle",
            Kind.DOWN,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST () \"/\" {10}\r\nabc");
            }),
        server(
            "opens a folder without saying what its numbers are good for",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST () \"/\" INBOX\r\nq2 OK\r\n");
              say(out, "q3 OK opened\r\n* SEARCH 1\r\nq4 OK\r\n");
              silent();
            }),
        server(
            "finds what is no number",
            Kind.MALFORMED_ANSWER,
            (in, out) -> {
              in(in, out);
              say(out, "* LIST () \"/\" INBOX\r\nq2 OK\r\n");
              say(out, "* OK [UIDVALIDITY 1]\r\nq3 OK opened\r\n* SEARCH one\r\nq4 OK\r\n");
              silent();
            }));
  }

  private static Arguments server(String what, Kind kind, Talk talk) {
    return Arguments.of(what, kind, talk);
  }

  private ImapConnector connector(Map<String, String> more) {
    var values = RealDovecot.settings(door.getLocalPort(), 1, List.of("a@contoso.example"));
    values.put("connect-timeout", "PT2S");
    values.put("command-timeout", "PT2S");
    values.putAll(more);
    try {
      return (ImapConnector)
          new ImapFactory(
                  new dev.quaestor.vault.FileVault(folder.resolve("vault"), 1_000_000),
                  rule -> List.of())
              .create(new ConnectorSettings("imap", values));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static MailSearch search(ImapConnector connector) {
    return connector.capabilities().stream()
        .filter(MailSearch.class::isInstance)
        .map(MailSearch.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void aServerThatMakesNoSenseIsABreakageOfItsKindAndNoAnswer(String what, Kind kind, Talk said) {
    talk = said;
    // Where it is not the clock that ends it, a slow machine has the time to be flooded.
    var patience = kind == Kind.DOWN ? "PT2S" : "PT30S";
    try (var connector =
        connector(Map.of("connect-timeout", patience, "command-timeout", patience))) {
      var begun = System.nanoTime();
      var message = MailMessage.named(null, "<1@evil.example>", "a@contoso.example");

      assertThatThrownBy(() -> search(connector).locate(List.of(message)))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              broke -> {
                assertThat(broke.kind()).as(broke.getMessage()).isEqualTo(kind);
                assertThat(broke).hasMessageNotContaining(RealDovecot.PASSWORD);
              });
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void noPasswordIsSaidBeforeTlsBegan() {
    var said = new java.util.concurrent.CopyOnWriteArrayList<String>();
    talk =
        (in, out) -> {
          say(out, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN LOGINDISABLED] ready\r\n");
          said.add(in.next());
          // Somebody between us who takes STARTTLS away, and would like to hear more.
          say(out, "q1 NO no\r\n");
          said.add(in.next());
        };
    try (var connector = connector(Map.of("tls", "starttls"))) {
      var message = MailMessage.named(null, "<1@evil.example>", "a@contoso.example");

      var broke =
          catchThrowableOfType(
              ConnectorException.class, () -> search(connector).locate(List.of(message)));

      assertThat(broke.kind()).isEqualTo(Kind.REJECTED);
      assertThat(said).containsExactly("q1 STARTTLS");
    }
  }

  @Test
  void whatWasSaidInPlainBeforeTlsIsNotBelievedAfterwards() {
    talk =
        (in, out) -> {
          say(out, GREETING);
          in.next();
          say(out, "q1 OK go\r\nq2 OK [CAPABILITY IMAP4rev1 MOVE UIDPLUS] in\r\n");
          silent();
        };
    try (var connector = connector(Map.of("tls", "starttls"))) {
      var message = MailMessage.named(null, "<1@evil.example>", "a@contoso.example");

      var broke =
          catchThrowableOfType(
              ConnectorException.class, () -> search(connector).locate(List.of(message)));

      assertThat(broke.kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    }
  }
}
