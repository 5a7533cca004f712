package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.imap.ImapAnswer.Atom;
import dev.quaestor.connector.imap.ImapAnswer.Several;
import dev.quaestor.connector.imap.ImapAnswer.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A connection into one mailbox. Not for use by several threads. Whatever breaks ends it, so that
 * no answer is ever taken for that of another command.
 */
final class ImapSession implements AutoCloseable {
  private static final int MOST_ANSWERS = 50_000;
  private static final int MOST_FOLDERS = 500;
  private static final int HEADER = 512 * 1024;
  private static final DateTimeFormatter INTERNAL =
      DateTimeFormatter.ofPattern("d-MMM-uuuu HH:mm:ss Z", Locale.ENGLISH);

  private final Wire wire;
  private final ImapSettings settings;
  private Set<String> capabilities = Set.of();
  private int tag;
  private @Nullable Selected selected;

  private ImapSession(Wire wire, ImapSettings settings) {
    this.wire = wire;
    this.settings = settings;
  }

  /**
   * A folder that was opened.
   *
   * @param validity what its ids are good for: another one, and they are other messages'
   */
  record Selected(Folder folder, long validity, boolean forWriting) {}

  /** A message as a folder shows it. */
  record Shown(long uid, long size, Instant received, List<String> flags, byte[] bytes) {}

  /** A command whose parts are text or, as bytes, literals. */
  static final class Command {
    private final String name;
    private final List<Object> parts = new ArrayList<>();
    private int most = HEADER;

    Command(String name) {
      this.name = name.split(" ", 3)[0].equals("UID") ? name.split(" ")[1] : name.split(" ")[0];
      parts.add(name);
    }

    Command with(String text) {
      parts.add(" " + text);
      return this;
    }

    /** Data, whatever it holds. */
    Command data(byte[] bytes) {
      parts.add(" ");
      parts.add(bytes);
      return this;
    }

    Command folder(Folder folder) {
      return with("\"" + folder.wire().replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    /** The longest literal that may come. */
    Command most(int bytes) {
      most = bytes;
      return this;
    }
  }

  /** How a command ended, and what came before. */
  record Reply(String status, ImapAnswer end, List<ImapAnswer> answers) {
    boolean isOk() {
      return status.equals("OK");
    }

    /** The codes of all status responses, that of the end last. */
    List<String> codes() {
      var codes = new ArrayList<String>();
      answers.forEach(answer -> answer.code().ifPresent(codes::add));
      end.code().ifPresent(codes::add);
      return codes;
    }

    Optional<String> code(String name) {
      return codes().stream()
          .filter(code -> code.toUpperCase(Locale.ROOT).startsWith(name))
          .findFirst();
    }
  }

  /**
   * Enters a mailbox as the master user.
   *
   * @throws ConnectorException {@code UNAUTHORIZED} when it is not let in, be it that there is no
   *     such mailbox or that the master user's password is wrong: servers do not say which
   */
  static ImapSession open(String mailbox, ImapSettings settings, Deadlines deadlines) {
    var wire =
        Wire.open(
            "IMAP",
            settings.port(),
            settings.tls() == ImapSettings.Tls.IMPLICIT,
            settings,
            deadlines);
    var session = new ImapSession(wire, settings);
    try {
      session.greet();
      session.enter(mailbox);
      return session;
    } catch (RuntimeException broke) {
      session.close();
      throw broke;
    }
  }

  private void greet() {
    var greeting =
        wire.within(
            settings.connectTimeout(), "greeting", () -> ImapAnswer.read(wire, HEADER).line());
    if (!greeting.toUpperCase(Locale.ROOT).startsWith("* OK")) {
      throw new ConnectorException(
          greeting.toUpperCase(Locale.ROOT).startsWith("* BYE") ? Kind.DOWN : Kind.MALFORMED_ANSWER,
          "IMAP greeting: the server does not take connections");
    }
    if (settings.tls() == ImapSettings.Tls.STARTTLS) {
      if (!run(new Command("STARTTLS")).isOk()) {
        throw new ConnectorException(Kind.REJECTED, "IMAP STARTTLS: the server has no TLS");
      }
      wire.startTls();
    }
  }

  private void enter(String mailbox) {
    Reply reply;
    try {
      reply = run(new Command("AUTHENTICATE PLAIN").with(plain(mailbox, settings)));
    } catch (ConnectorException lost) {
      throw endedAtLogin(lost);
    }
    if (!reply.isOk()) {
      throw refused("AUTHENTICATE", reply);
    }
    var told = reply.code("CAPABILITY ");
    var words =
        told.isPresent()
            ? told.get()
            : run(new Command("CAPABILITY")).answers().stream()
                .filter(answer -> answer.word(1).equalsIgnoreCase("CAPABILITY"))
                .map(ImapAnswer::line)
                .findFirst()
                .orElse("");
    capabilities = new HashSet<>(List.of(words.toUpperCase(Locale.ROOT).split(" ")));
    for (var needed : List.of("MOVE", "UIDPLUS")) {
      if (!capabilities.contains(needed)) {
        throw new ConnectorException(
            Kind.REJECTED, "IMAP: the server lacks " + needed + ", without which nothing is moved");
      }
    }
  }

  /** Of a mailbox that is not there Dovecot says so, or ends the connection: whichever is first. */
  static ConnectorException endedAtLogin(ConnectorException lost) {
    return lost.kind() == Kind.DOWN && lost.getCause() instanceof IOException
        ? new ConnectorException(
            Kind.DOWN, String.valueOf(lost.getMessage()), "UNAVAILABLE", null, lost)
        : lost;
  }

  /** Who wants in, as whom, with what (RFC 4616). */
  static String plain(String mailbox, ImapSettings settings) {
    var text = mailbox + "\0" + settings.masterUser() + "\0" + settings.masterPassword().get();
    return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a refusal means; codes decide, never the words (RFC 5530). */
  static ConnectorException refused(String operation, Reply reply) {
    var code = reply.end().code().orElse("").split(" ")[0].toUpperCase(Locale.ROOT);
    var kind =
        switch (code) {
          case "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED" ->
              Kind.UNAUTHORIZED;
          case "UNAVAILABLE", "INUSE", "SERVERBUG", "CONTACTADMIN" -> Kind.DOWN;
          case "LIMIT" -> Kind.THROTTLED;
          case "NONEXISTENT", "TRYCREATE" -> Kind.NOT_FOUND;
          default ->
              operation.equals("AUTHENTICATE")
                  ? Kind.UNAUTHORIZED
                  : reply.status().equals("BAD") ? Kind.MALFORMED_ANSWER : Kind.REJECTED;
        };
    var plain = code.matches("[A-Z0-9-]{1,40}") ? code : null;
    return new ConnectorException(
        kind,
        "IMAP " + operation + ": " + reply.status() + (plain == null ? "" : " " + plain),
        plain,
        null,
        null);
  }

  Reply run(Command command) {
    return runAll(List.of(command)).getFirst();
  }

  /** The same, which it must take. */
  Reply ok(Command command) {
    var reply = run(command);
    if (!reply.isOk()) {
      throw refused(command.name, reply);
    }
    return reply;
  }

  /** All in one flight where the server can, and their answers in order. */
  List<Reply> runAll(List<Command> commands) {
    return wire.within(
        settings.commandTimeout(),
        commands.getFirst().name,
        () -> {
          var inOneFlight = capabilities.contains("LITERAL+");
          var replies = new ArrayList<Reply>();
          var first = tag + 1;
          if (inOneFlight) {
            for (var command : commands) {
              send(command, true);
            }
            wire.flush();
          }
          for (int n = 0; n < commands.size(); n++) {
            if (!inOneFlight) {
              send(commands.get(n), false);
              wire.flush();
            }
            replies.add(reply("q" + (first + n), commands.get(n)));
          }
          return replies;
        });
  }

  /** The same, where the commands open other folders. */
  List<Reply> runAllOpening(List<Command> commands) {
    selected = null;
    return runAll(commands);
  }

  private void send(Command command, boolean inOneFlight) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("q" + ++tag + " ").getBytes(StandardCharsets.US_ASCII));
    for (var part : command.parts) {
      if (part instanceof byte[] literal) {
        var size = "{" + literal.length + (inOneFlight ? "+" : "") + "}\r\n";
        bytes.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
        if (!inOneFlight) {
          wire.write(bytes.toByteArray());
          wire.flush();
          bytes.reset();
          if (!ImapAnswer.read(wire, HEADER).line().startsWith("+")) {
            throw wire.malformed("it does not take what it was to be told");
          }
        }
        bytes.writeBytes(literal);
      } else {
        bytes.writeBytes(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
      }
    }
    bytes.writeBytes(new byte[] {'\r', '\n'});
    wire.write(bytes.toByteArray());
  }

  private Reply reply(String tag, Command command) throws IOException {
    var answers = new ArrayList<ImapAnswer>();
    long held = 0;
    while (true) {
      var answer = ImapAnswer.read(wire, command.most);
      var words = answer.line().split(" ", 3);
      if (words[0].equals(tag)) {
        return new Reply(
            words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "", answer, answers);
      }
      if (!words[0].equals("*")) {
        throw wire.malformed("it answers what was not asked");
      }
      if (words.length > 1 && words[1].equalsIgnoreCase("BYE")) {
        throw new IOException("the server ends the connection");
      }
      held += 64 + answer.line().length();
      answers.add(answer);
      if (answers.size() > MOST_ANSWERS || held > 16L * Wire.LONGEST_LINE) {
        throw ConnectorException.tooLarge("IMAP " + command.name + ": it answers without end");
      }
    }
  }

  /** All folders of the mailbox, with what they are for. */
  List<Folder> folders() {
    var list = new Command("LIST \"\" \"*\"");
    if (capabilities.contains("SPECIAL-USE") && capabilities.contains("LIST-EXTENDED")) {
      list.with("RETURN (SPECIAL-USE)");
    }
    var folders = new ArrayList<Folder>();
    for (var answer : ok(list).answers()) {
      if (!answer.word(1).equalsIgnoreCase("LIST") || answer.parts().size() < 5) {
        continue;
      }
      var marks =
          answer.parts().get(2) instanceof Several several
              ? several.parts().stream()
                  .filter(Atom.class::isInstance)
                  .map(part -> ((Atom) part).word().toLowerCase(Locale.ROOT))
                  .collect(Collectors.toSet())
              : Set.<String>of();
      var name =
          answer.parts().get(4) instanceof Text text
              ? text.latin()
              : answer.parts().get(4) instanceof Atom atom ? atom.word() : "";
      if (!marks.contains("\\noselect") && !marks.contains("\\nonexistent") && isName(name)) {
        folders.add(Folder.of(name, marks));
      }
    }
    if (folders.size() > MOST_FOLDERS) {
      throw ConnectorException.tooLarge(
          "IMAP LIST: a mailbox has more than " + MOST_FOLDERS + " folders");
    }
    return folders;
  }

  /** What would end a command in the middle can be nobody's name. */
  private static boolean isName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= ' ' && c != 0x7f);
  }

  /** Opens a folder; empty where there is none of that name. */
  Optional<Selected> select(Folder folder, boolean forWriting) {
    var open = selected;
    if (open != null
        && open.folder().wire().equals(folder.wire())
        && (open.forWriting() || !forWriting)) {
      return Optional.of(open);
    }
    selected = null;
    if (!isName(folder.wire()) || folder.wire().length() > 2000) {
      return Optional.empty();
    }
    var reply = run(opening(folder, forWriting));
    if (!reply.isOk()) {
      var refused = refused("SELECT", reply);
      if (refused.kind() == Kind.DOWN
          || refused.kind() == Kind.THROTTLED
          || refused.kind() == Kind.UNAUTHORIZED) {
        throw refused;
      }
      // Servers say it in different ways; whether it is there the list of folders tells.
      if (folders().stream().anyMatch(one -> one.wire().equals(folder.wire()))) {
        throw refused;
      }
      return Optional.empty();
    }
    selected = new Selected(folder, validity(reply), forWriting);
    return Optional.ofNullable(selected);
  }

  static Command opening(Folder folder, boolean forWriting) {
    return new Command(forWriting ? "SELECT" : "EXAMINE").folder(folder);
  }

  static long validity(Reply reply) {
    return reply
        .code("UIDVALIDITY ")
        .map(code -> number(code.substring("UIDVALIDITY ".length())))
        .orElseThrow(
            () ->
                new ConnectorException(
                    Kind.MALFORMED_ANSWER, "IMAP SELECT: a folder without UIDVALIDITY"));
  }

  static long number(String text) {
    var digits = text.strip();
    if (!ImapAnswer.isNumber(digits) || digits.length() > 18) {
      throw new ConnectorException(Kind.MALFORMED_ANSWER, "IMAP: no number where one belongs");
    }
    return Long.parseLong(digits);
  }

  /** What a search has found, in order. */
  static List<Long> found(Reply reply) {
    if (!reply.isOk()) {
      throw refused("SEARCH", reply);
    }
    var uids = new ArrayList<Long>();
    for (var answer : reply.answers()) {
      if (answer.word(1).equalsIgnoreCase("SEARCH")) {
        for (int n = 2; n < answer.parts().size(); n++) {
          uids.add(number(answer.word(n)));
        }
      }
    }
    return uids;
  }

  /**
   * Messages of the open folder.
   *
   * @param section what of each, as {@code BODY.PEEK[HEADER]}; empty for nothing
   * @param most bytes of that
   */
  List<Shown> fetch(List<Long> uids, String section, int most) {
    if (uids.isEmpty()) {
      return List.of();
    }
    var set = uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    var reply =
        ok(
            new Command("UID FETCH")
                .with(set)
                .with("(UID FLAGS INTERNALDATE RFC822.SIZE " + section + ")")
                .most(most));
    var wanted = new HashSet<>(uids);
    var shown = new ArrayList<Shown>();
    for (var answer : reply.answers()) {
      if (answer.word(2).equalsIgnoreCase("FETCH")
          && answer.parts().size() > 3
          && answer.parts().get(3) instanceof Several items) {
        var one = shown(items.parts());
        // What it tells of others, or of flags alone, was not asked.
        if (one.isPresent() && wanted.remove(one.get().uid())) {
          shown.add(one.get());
        }
      }
    }
    return shown;
  }

  private static Optional<Shown> shown(List<ImapAnswer.Part> items) {
    long uid = -1;
    long size = -1;
    Instant received = null;
    var flags = new ArrayList<String>();
    var bytes = new byte[0];
    for (int n = 0; n + 1 < items.size(); n += 2) {
      var name = items.get(n) instanceof Atom atom ? atom.word().toUpperCase(Locale.ROOT) : "";
      var value = items.get(n + 1);
      if (name.equals("UID") && value instanceof Atom atom) {
        uid = number(atom.word());
      } else if (name.equals("RFC822.SIZE") && value instanceof Atom atom) {
        size = number(atom.word());
      } else if (name.equals("INTERNALDATE") && value instanceof Text text) {
        received = time(text.latin());
      } else if (name.equals("FLAGS") && value instanceof Several several) {
        several.parts().stream()
            .filter(Atom.class::isInstance)
            .map(part -> ((Atom) part).word())
            .forEach(flags::add);
      } else if (name.startsWith("BODY[") && value instanceof Text text) {
        bytes = text.bytes();
      }
    }
    return uid < 0 || size < 0 || received == null
        ? Optional.empty()
        : Optional.of(new Shown(uid, size, received, List.copyOf(flags), bytes));
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text.strip(), INTERNAL).toInstant();
    } catch (DateTimeException none) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "IMAP FETCH: no time of arrival", null, null, none);
    }
  }

  /** Makes a folder; it may be there already. */
  void create(Folder folder) {
    var reply = run(new Command("CREATE").folder(folder));
    if (!reply.isOk() && reply.code("ALREADYEXISTS").isEmpty()) {
      throw refused("CREATE", reply);
    }
  }

  boolean has(String capability) {
    return capabilities.contains(capability);
  }

  @Override
  public void close() {
    wire.close();
  }
}
