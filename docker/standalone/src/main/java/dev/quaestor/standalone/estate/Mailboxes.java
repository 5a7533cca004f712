package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A Dovecot with five mailboxes, in each of which a phishing mail and an honest one lie. */
public final class Mailboxes implements Part {
  public static final String DOMAIN = "estate.example";

  private static final List<String> USERS = List.of("alice", "bob", "carol", "dave", "erin");
  private static final String MASTER = "quaestor";

  /** Debian's user for mail, whose rights suffice for it. */
  private static final int MAIL = 8;

  private static final List<String> PROGRAMS =
      List.of("dovecot", "unshare", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/managesieve");

  private final Path folder;
  private final int imap;
  private final int sieve;
  private final String password;

  /** Words that the phishing mail has and the honest one has not. */
  static final String MARK_OF_PHISH = "closed within 24 hours";

  private final Map<String, byte[]> phish = new TreeMap<>();

  private Mailboxes(Path folder) throws IOException {
    this.folder = folder;
    this.imap = Loopback.free();
    this.sieve = Loopback.free();
    var random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.password = HexFormat.of().formatHex(random);
  }

  static Optional<String> missing(Machine machine) {
    return machine.lacks(true, PROGRAMS, "dovecot-imapd dovecot-sieve dovecot-managesieved");
  }

  static Mailboxes start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var all = new Mailboxes(folder);
    var users = new StringBuilder();
    own(Files.createDirectories(folder.resolve("home")));
    for (var user : USERS) {
      users.append(
          "%s:{PLAIN}x:%d:%d::%s::%n"
              .formatted(address(user), MAIL, MAIL, Noted.PLACE.resolve("home").resolve(user)));
      all.deliver(user, "phish", phishTo(user));
      all.deliver(user, "honest", honestTo(user));
    }
    Files.writeString(folder.resolve("users"), users);
    Files.writeString(folder.resolve("master"), MASTER + ":{PLAIN}" + all.password + "\n");
    Files.writeString(
        folder.resolve("dovecot.conf"),
        Resources.text(
            "dovecot.conf",
            "@PLACE@",
            Noted.PLACE.toString(),
            "@IMAP@",
            Integer.toString(all.imap),
            "@SIEVE@",
            Integer.toString(all.sieve)));
    var seen = Noted.PLACE.resolve("dovecot.conf").toString();
    Noted.start(folder, Noted.seeing(folder, List.of("dovecot", "-F", "-c", seen)), Map.of())
        .until(() -> Loopback.greets(all.imap) && Loopback.greets(all.sieve));
    return all;
  }

  static void end(Path folder) throws IOException {
    Noted.end(folder);
  }

  private static String address(String user) {
    return user + "@" + DOMAIN;
  }

  private static String phishTo(String user) {
    return mail("phish.eml", user);
  }

  private static String honestTo(String user) {
    return mail("honest.eml", user);
  }

  private static String mail(String name, String user) {
    var now = Instant.now();
    var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    return Resources.text(
        name,
        "@TO@",
        address(user),
        "@ID@",
        Long.toString(now.getEpochSecond()) + "." + user,
        "@DATE@",
        date,
        "\n",
        "\r\n");
  }

  private void deliver(String user, String name, String raw) throws IOException {
    var box = own(Files.createDirectories(folder.resolve("home").resolve(user)));
    var maildir = own(Files.createDirectories(box.resolve("Maildir")));
    for (var part : List.of("new", "cur", "tmp")) {
      own(Files.createDirectories(maildir.resolve(part)));
    }
    var bytes = raw.getBytes(StandardCharsets.UTF_8);
    own(
        Files.write(
            maildir
                .resolve("new")
                .resolve("%d.%s.estate".formatted(Instant.now().getEpochSecond(), name)),
            bytes));
    if (name.equals("phish")) {
      phish.put(user, bytes);
    }
  }

  private static Path own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", MAIL, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", MAIL, LinkOption.NOFOLLOW_LINKS);
    return path;
  }

  @Override
  public Map<String, Object> properties() {
    var all = new TreeMap<String, Object>();
    all.put("quaestor.imap.host", Loopback.ADDRESS);
    all.put("quaestor.imap.port", imap);
    all.put("quaestor.imap.sieve-port", sieve);
    all.put("quaestor.imap.tls", "none");
    all.put("quaestor.imap.master-user", MASTER);
    all.put("quaestor.imap.master-password", password);
    all.put("quaestor.imap.domains[0]", DOMAIN);
    for (int n = 0; n < USERS.size(); n++) {
      all.put("quaestor.imap.mailboxes[%d]".formatted(n), address(USERS.get(n)));
    }
    all.put("quaestor.analysis.own-domains[0]", DOMAIN);
    all.put("quaestor.analysis.authserv-ids[0]", "mx." + DOMAIN);
    all.put("quaestor.analysis.brands[0].name", "Woodgrove Bank");
    all.put("quaestor.analysis.brands[0].domains[0]", "woodgrovebank.example");
    return all;
  }

  @Override
  public String sentence() {
    return "the mailboxes of %s at %s in Dovecot (IMAP on %s:%d)"
        .formatted(String.join(", ", USERS), DOMAIN, Loopback.ADDRESS, imap);
  }

  /** The phishing mail as the first of its receivers reports it. */
  public byte[] reported() {
    return Objects.requireNonNull(phish.get(USERS.getFirst())).clone();
  }

  public int count() {
    return USERS.size();
  }

  /** In how many mailboxes the phishing mail lies in the inbox, as the files show it. */
  public long phishInInboxes() {
    return USERS.stream().filter(user -> lies(user, "", "phish")).count();
  }

  /** In how many it lies where deleted mail can be recovered from. */
  public long phishRecoverable() {
    return USERS.stream().filter(user -> lies(user, ".Recoverable", "phish")).count();
  }

  /** In how many the honest mail lies in the inbox. */
  public long honestInInboxes() {
    return USERS.stream().filter(user -> lies(user, "", "honest")).count();
  }

  private boolean lies(String user, String sub, String what) {
    var maildir = folder.resolve("home").resolve(user).resolve("Maildir").resolve(sub);
    for (var part : List.of("new", "cur")) {
      var place = maildir.resolve(part);
      if (!Files.isDirectory(place)) {
        continue;
      }
      try (var files = Files.list(place)) {
        if (files.anyMatch(file -> holds(file, "X-Estate: " + what))) {
          return true;
        }
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
    return false;
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException movedMeanwhile) {
      return false;
    }
  }
}
