package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A connection to one mailbox's Sieve scripts (ManageSieve, RFC 5804). */
final class SieveSession implements AutoCloseable {
  private static final int MOST_SCRIPTS = 200;
  private static final int MOST_LINES = 1000;

  private final Wire wire;
  private final ImapSettings settings;

  private SieveSession(Wire wire, ImapSettings settings) {
    this.wire = wire;
    this.settings = settings;
  }

  /** The names of all scripts, and of the one that is run. */
  record Listed(List<String> names, Optional<String> active) {
    boolean has(String name) {
      return names.contains(name);
    }
  }

  /** A line of an answer: strings, and the words behind them. */
  private record Line(List<String> strings, String words) {}

  /** What a command was answered. */
  record Reply(String status, String code, List<String> strings, List<Boolean> actives) {
    boolean isOk() {
      return status.equals("OK");
    }
  }

  /** Bytes of a command, to be sent in one flight with others. */
  static final class Order {
    private final String name;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Order(String name) {
      this.name = name;
      bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private Order string(String text) {
      var content = text.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes((" {" + content.length + "+}\r\n").getBytes(StandardCharsets.US_ASCII));
      bytes.writeBytes(content);
      return this;
    }

    static Order put(String name, String script) {
      return new Order("PUTSCRIPT").string(name).string(script);
    }

    static Order activate(String name) {
      return new Order("SETACTIVE").string(name);
    }

    static Order delete(String name) {
      return new Order("DELETESCRIPT").string(name);
    }
  }

  static SieveSession open(String mailbox, ImapSettings settings, Deadlines deadlines) {
    var wire =
        Wire.open("ManageSieve", settings.sievePort().orElseThrow(), false, settings, deadlines);
    var session = new SieveSession(wire, settings);
    try {
      session.expect("greeting", session.answer("greeting"));
      if (settings.tls() != ImapSettings.Tls.NONE) {
        session.expect("STARTTLS", session.run(new Order("STARTTLS")));
        wire.startTls();
        session.expect("greeting", session.answer("greeting"));
      }
      session.enter(mailbox);
      return session;
    } catch (RuntimeException broke) {
      session.close();
      throw broke;
    }
  }

  private void enter(String mailbox) {
    var reply =
        run(new Order("AUTHENTICATE").string("PLAIN").string(ImapSession.plain(mailbox, settings)));
    if (!reply.isOk()) {
      throw new ConnectorException(
          reply.code().equals("TRYLATER") ? Kind.DOWN : Kind.UNAUTHORIZED,
          "ManageSieve AUTHENTICATE: " + reply.status(),
          reply.code().equals("TRYLATER") ? "UNAVAILABLE" : "AUTHENTICATIONFAILED",
          null,
          null);
    }
  }

  private void expect(String operation, Reply reply) {
    if (!reply.isOk()) {
      throw refused(operation, reply);
    }
  }

  static ConnectorException refused(String operation, Reply reply) {
    var kind =
        switch (reply.code()) {
          case "NONEXISTENT" -> Kind.NOT_FOUND;
          case "TRYLATER" -> Kind.DOWN;
          default -> reply.status().equals("BYE") ? Kind.DOWN : Kind.REJECTED;
        };
    return new ConnectorException(
        kind,
        "ManageSieve " + operation + ": " + reply.status() + " " + reply.code(),
        reply.code().isEmpty() ? null : reply.code(),
        null,
        null);
  }

  private Reply run(Order order) {
    return runAll(List.of(order)).getFirst();
  }

  /** All in one flight, and their answers in order. */
  List<Reply> runAll(List<Order> orders) {
    return wire.within(
        settings.commandTimeout(),
        orders.getFirst().name,
        () -> {
          for (var order : orders) {
            wire.write(order.bytes.toByteArray());
            wire.write(new byte[] {'\r', '\n'});
          }
          wire.flush();
          var replies = new ArrayList<Reply>();
          for (int n = 0; n < orders.size(); n++) {
            replies.add(read());
          }
          return replies;
        });
  }

  private Reply answer(String operation) {
    return wire.within(settings.connectTimeout(), operation, this::read);
  }

  private Reply read() throws IOException {
    var strings = new ArrayList<String>();
    var actives = new ArrayList<Boolean>();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      var line = line();
      var words = line.words().strip().split(" ", 3);
      var status = words[0].toUpperCase(Locale.ROOT);
      if (line.strings().isEmpty() || !startsWithString(line)) {
        if (status.equals("OK") || status.equals("NO") || status.equals("BYE")) {
          return new Reply(status, code(line.words()), strings, actives);
        }
      }
      line.strings().stream().findFirst().ifPresent(strings::add);
      if (!line.strings().isEmpty()) {
        actives.add(line.words().strip().equalsIgnoreCase("ACTIVE"));
      }
    }
    throw ConnectorException.tooLarge("ManageSieve: it answers without end");
  }

  private static boolean startsWithString(Line line) {
    return line.words().startsWith(" ") || line.words().isEmpty();
  }

  /** As {@code NONEXISTENT} of {@code NO (NONEXISTENT) "text"}; empty where there is none. */
  private static String code(String words) {
    var from = words.indexOf('(');
    var until = words.indexOf(')', from + 1);
    if (from < 0 || until < 0) {
      return "";
    }
    var code = words.substring(from + 1, until).split("[ /]", 2)[0].toUpperCase(Locale.ROOT);
    return code.matches("[A-Z-]{1,40}") ? code : "";
  }

  /** One line with its strings, quoted or literal, taken out of it. */
  private Line line() throws IOException {
    var strings = new ArrayList<String>();
    var words = new StringBuilder();
    while (true) {
      var text = new String(wire.line(), StandardCharsets.ISO_8859_1);
      long literal = -1;
      for (int at = 0; at < text.length(); at++) {
        var next = text.charAt(at);
        if (next == '"') {
          var value = new ByteArrayOutputStream();
          for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
              at++;
            }
            value.write(text.charAt(at));
          }
          strings.add(value.toString(StandardCharsets.UTF_8));
          words.append(' ');
        } else if (next == '{' && text.endsWith("}")) {
          literal = ImapSession.number(text.substring(at + 1, text.length() - 1).replace("+", ""));
          break;
        } else {
          words.append(next);
        }
      }
      if (literal < 0) {
        return new Line(strings, words.toString());
      }
      strings.add(
          new String(wire.literal(literal, 2 * SieveScript.LONGEST), StandardCharsets.UTF_8));
      words.append(' ');
    }
  }

  Listed list() {
    var reply = run(new Order("LISTSCRIPTS"));
    expect("LISTSCRIPTS", reply);
    if (reply.strings().size() > MOST_SCRIPTS) {
      throw ConnectorException.tooLarge(
          "ManageSieve: a mailbox has more than " + MOST_SCRIPTS + " scripts");
    }
    var active = reply.actives().indexOf(true);
    return new Listed(
        List.copyOf(reply.strings()),
        active < 0 ? Optional.empty() : Optional.of(reply.strings().get(active)));
  }

  /** Empty where there is none of that name. */
  Optional<String> script(String name) {
    var reply = run(new Order("GETSCRIPT").string(name));
    if (reply.code().equals("NONEXISTENT")) {
      return Optional.empty();
    }
    expect("GETSCRIPT", reply);
    return Optional.of(reply.strings().isEmpty() ? "" : reply.strings().getFirst());
  }

  @Override
  public void close() {
    wire.close();
  }
}
