package dev.quaestor.connector.imap;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.analyzer.directory.Forwarding;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.vault.FileVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real Dovecot on this machine, with mailboxes of its own in a private folder. */
final class RealDovecot implements AutoCloseable, BackEnd {
  static final String MASTER = "quaestor";
  static final String PASSWORD = "hush \"hush\" \\ é";
  private static final int MAIL = 8;
  private static final String CHANGES =
      " (UID MOVE|UID EXPUNGE|APPEND) |^(PUTSCRIPT|SETACTIVE|DELETESCRIPT|RENAMESCRIPT) ";

  final Path folder;
  final int imap;

  /** TLS from the first byte. */
  final int imaps;

  final int sieve;
  final CutLine imapLine;
  final CutLine sieveLine;
  final FileVault vault;
  private final Process process;
  private final List<Connector> made = new ArrayList<>();
  private final Connector connector;
  private int delivered;

  private RealDovecot(List<String> mailboxes) throws Exception {
    folder = Files.createTempDirectory("quaestor-dovecot");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    imap = freePort();
    imaps = freePort();
    sieve = freePort();
    var users = new StringBuilder();
    for (var mailbox : mailboxes) {
      own(Files.createDirectories(folder.resolve("home").resolve(mailbox)));
      users.append("%s:{PLAIN}x:%d:%d::%s::%n".formatted(mailbox, MAIL, MAIL, home(mailbox)));
    }
    own(folder.resolve("home"));
    Files.writeString(folder.resolve("users"), users);
    Files.writeString(folder.resolve("master"), MASTER + ":{PLAIN}" + PASSWORD + "\n");
    certificate();
    Files.writeString(folder.resolve("dovecot.conf"), configuration());
    process =
        new ProcessBuilder(
                "/usr/sbin/dovecot", "-F", "-c", folder.resolve("dovecot.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    for (int tries = 0; !answers(imap) || !answers(sieve); tries++) {
      if (tries > 200 || !process.isAlive()) {
        throw new AssertionError(
            "Dovecot does not start: " + Files.readString(folder.resolve("out")));
      }
      Thread.sleep(50);
    }
    imapLine = new CutLine(imap);
    sieveLine = new CutLine(sieve);
    vault = new FileVault(folder.resolve("vault"), 200_000_000);
    connector = connector(settings(imapLine.port(), sieveLine.port(), mailboxes));
  }

  /** Skips the test, saying why, where there is none; unless one is required. */
  static RealDovecot up(String... mailboxes) throws Exception {
    var missing = new ArrayList<String>();
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      missing.add("root");
    }
    for (var part :
        List.of("/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/managesieve")) {
      if (!Files.isExecutable(Path.of(part))) {
        missing.add(part);
      }
    }
    if (!missing.isEmpty() && "true".equals(System.getenv("QUAESTOR_REQUIRE_DOVECOT"))) {
      fail("a real Dovecot was to be started, which lacks " + missing);
    }
    assumeTrue(
        missing.isEmpty(),
        "skipped: mailboxes are tried only as root with Debian's dovecot-imapd, dovecot-sieve and"
            + " dovecot-managesieved; here it lacks "
            + String.join(", ", missing));
    return new RealDovecot(List.of(mailboxes));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket("127.0.0.1", port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void certificate() throws Exception {
    var made =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("certificate.pem").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("openssl.log")));
    }
  }

  private String configuration() {
    return """
    protocols = imap sieve
    base_dir = @/run
    state_dir = @/state
    listen = 127.0.0.1
    ssl = yes
    ssl_cert = <@/certificate.pem
    ssl_key = <@/key.pem
    disable_plaintext_auth = no
    auth_failure_delay = 0
    log_path = @/log
    mail_location = maildir:~/Maildir
    mail_max_userip_connections = 1000
    first_valid_uid = 1
    passdb {
      driver = passwd-file
      master = yes
      args = @/master
    }
    passdb {
      driver = passwd-file
      args = username_format=%u @/users
    }
    userdb {
      driver = passwd-file
      args = username_format=%u @/users
    }
    service imap-login {
      process_min_avail = 2
      service_count = 0
      inet_listener imap {
        port = @IMAP
      }
      inet_listener imaps {
        port = @SECURE
        ssl = yes
      }
    }
    service imap {
      process_limit = 200
    }
    service managesieve-login {
      inet_listener sieve {
        port = @SIEVE
      }
    }
    service stats {
      client_limit = 10000
    }
    namespace inbox {
      inbox = yes
      separator = /
      mailbox Junk {
        special_use = \\Junk
        auto = create
      }
      mailbox Sent {
        special_use = \\Sent
        auto = create
      }
      mailbox Trash {
        special_use = \\Trash
      }
    }
    plugin {
      sieve = file:~/sieve;active=~/.dovecot.sieve
    }
    """
        .replace("@IMAP", String.valueOf(imap))
        .replace("@SECURE", String.valueOf(imaps))
        .replace("@SIEVE", String.valueOf(sieve))
        .replace("@/", folder + "/");
  }

  /** Everything that a connector to this needs, by these ports. */
  static Map<String, String> settings(int imap, int sieve, List<String> mailboxes) {
    var values = new HashMap<String, String>();
    values.put("host", "127.0.0.1");
    values.put("port", String.valueOf(imap));
    values.put("sieve-port", String.valueOf(sieve));
    values.put("tls", "none");
    values.put("master-user", MASTER);
    values.put("master-password", PASSWORD);
    values.put("domains", "contoso.example");
    values.put("mailboxes", String.join(",", mailboxes));
    return values;
  }

  Connector connector(Map<String, String> values) {
    var one =
        new ImapFactory(vault, new Forwarding(Fixtures.contoso())::beyond)
            .create(new ConnectorSettings("imap", values));
    made.add(one);
    return one;
  }

  Path home(String mailbox) {
    return folder.resolve("home").resolve(mailbox);
  }

  private static Path own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", MAIL, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", MAIL, LinkOption.NOFOLLOW_LINKS);
    return path;
  }

  private static Path owned(Path path) throws IOException {
    for (var at = path; !Files.exists(at); at = at.getParent()) {
      owned(at.getParent());
      Files.createDirectory(at);
      own(at);
      break;
    }
    return path;
  }

  /** Puts a message into a folder, the inbox by "". */
  void deliver(String mailbox, String folder, String flags, Instant at, byte[] raw) {
    try {
      var box = home(mailbox).resolve("Maildir");
      var place =
          folder.isEmpty() ? box : box.resolve("." + Folder.encoded(folder).replace('/', '.'));
      for (var part : List.of("new", "cur", "tmp")) {
        owned(place.resolve(part));
      }
      if (!folder.isEmpty()) {
        own(Files.writeString(place.resolve("maildirfolder"), ""));
      }
      var name = at.getEpochSecond() + ".M" + ++delivered + "P1.test:2," + flags;
      var file = place.resolve("cur").resolve(name);
      Files.write(file, raw);
      own(file);
      Files.setLastModifiedTime(file, FileTime.from(at));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  void deliver(String mailbox, String folder, String raw) {
    deliver(
        mailbox,
        folder,
        "",
        Instant.now().minusSeconds(3600),
        raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** As files lie there: mailbox, folder, name with flags. */
  record Lying(String mailbox, String folder, String name, String flags, Path file) {}

  List<Lying> messages() {
    try (var all = Files.walk(folder.resolve("home"))) {
      return all.filter(Files::isRegularFile)
          .filter(f -> List.of("new", "cur").contains(f.getParent().getFileName().toString()))
          .map(
              f -> {
                var place = f.getParent().getParent();
                var box = folder.resolve("home").relativize(f).getName(0).toString();
                var sub = place.getFileName().toString();
                var name = f.getFileName().toString();
                var end = name.indexOf(":2,");
                return new Lying(
                    box,
                    sub.equals("Maildir") ? "INBOX" : Folder.decoded(sub.substring(1)),
                    end < 0 ? name : name.substring(0, end),
                    end < 0 ? "" : name.substring(end + 3),
                    f);
              })
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Those of a mailbox that hold this text. */
  List<Lying> holding(String mailbox, String text) {
    return messages().stream()
        .filter(one -> one.mailbox().equals(mailbox))
        .filter(one -> read(one.file()).contains(text))
        .toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Optional<String> place(String mailbox, String text) {
    return holding(mailbox, text).stream().map(Lying::folder).findFirst();
  }

  /** The script of a mailbox by its name, made the active one. */
  void activate(String mailbox, String name, String script) {
    try {
      var file = owned(home(mailbox).resolve("sieve")).resolve(name + ".sieve");
      own(Files.writeString(file, script));
      var active = home(mailbox).resolve(".dovecot.sieve");
      Files.deleteIfExists(active);
      own(Files.createSymbolicLink(active, Path.of("sieve", name + ".sieve")));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The script that is active; empty where none is. */
  Optional<String> active(String mailbox) {
    var active = home(mailbox).resolve(".dovecot.sieve");
    return Files.exists(active) ? Optional.of(read(active)) : Optional.empty();
  }

  void reset() {
    try (var homes = Files.list(folder.resolve("home"))) {
      for (var home : homes.toList()) {
        delete(home);
        own(Files.createDirectory(home));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> in = Files.list(path)) {
        for (var one : in.toList()) {
          delete(one);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public Object state() {
    var state = new TreeSet<String>();
    messages()
        .forEach(m -> state.add(m.mailbox() + " " + m.folder() + " " + m.name() + " " + m.flags()));
    try (var all = Files.walk(folder.resolve("home"))) {
      all.filter(f -> f.toString().contains("sieve") && !f.toString().contains("/sieve/tmp/"))
          .filter(f -> f.toString().endsWith(".sieve"))
          .forEach(
              f -> {
                try {
                  state.add(
                      f + " " + (Files.isSymbolicLink(f) ? Files.readSymbolicLink(f) : read(f)));
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              });
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return state;
  }

  @Override
  public void goAway() {
    imapLine.cut();
    sieveLine.cut();
  }

  @Override
  public void loseNextAnswer() {
    imapLine.loseAnswerTo(CHANGES);
    sieveLine.loseAnswerTo(CHANGES);
  }

  @Override
  public void comeBack() {
    imapLine.mend();
    sieveLine.mend();
  }

  String log() {
    return Files.exists(folder.resolve("log")) ? read(folder.resolve("log")) : "";
  }

  @Override
  public void close() throws IOException {
    made.forEach(Connector::close);
    imapLine.close();
    sieveLine.close();
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException late) {
      throw new IOException("Dovecot does not end", late);
    }
    delete(folder);
  }
}
