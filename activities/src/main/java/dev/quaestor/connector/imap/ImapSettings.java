package dev.quaestor.connector.imap;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import dev.quaestor.entity.IpLiteral;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * @param sievePort of ManageSieve on the same host; empty where rules are not looked at
 * @param trust which certificates are taken
 * @param masterUser who enters the mailboxes, and whose password it is
 * @param masterPassword read for each connection
 * @param domains whose mailboxes are here, in lower case
 * @param mailboxes all of them, in lower case; empty where nobody says, and nothing can be searched
 * @param connections at a time
 * @param searchTimeout for one look through all mailboxes
 * @param remedies by the names of these settings
 */
record ImapSettings(
    String connector,
    String host,
    int port,
    OptionalInt sievePort,
    Tls tls,
    SSLContext trust,
    String masterUser,
    Supplier<String> masterPassword,
    Set<String> domains,
    List<String> mailboxes,
    Folders folders,
    int connections,
    Duration connectTimeout,
    Duration commandTimeout,
    Duration searchTimeout,
    Remedies remedies) {
  private static final int HIGHEST_PORT = 65_535;
  private static final int MOST_MAILBOXES = 100_000;
  private static final int MOST_CONNECTIONS = 200;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9\\x{80}-\\x{10ffff}]([a-z0-9.\\-\\x{80}-\\x{10ffff}]{0,252})");
  private static final Pattern ADDRESS =
      Pattern.compile("[!-?A-~\\x{80}-\\x{10ffff}]{1,64}@.{1,253}");
  private static final Pattern USER = Pattern.compile("[!-~]{1,255}");

  /** How a connection is secured. */
  enum Tls {
    /** From its first byte. */
    IMPLICIT,
    /** By STARTTLS, before anything is said. */
    STARTTLS,
    /** Not at all: only to this machine. */
    NONE
  }

  /**
   * Where mail is put, by folder names.
   *
   * @param junk where no folder is marked as the one for junk
   * @param deleted where no folder is marked as the one for what is deleted
   */
  record Folders(String quarantine, String recoverable, String junk, String deleted) {}

  static ImapSettings read(ConnectorSettings settings) {
    var host = settings.required("host");
    var tls = tls(settings, host);
    var domains = domains(settings);
    var user = settings.required("master-user");
    if (!USER.matches(user)) {
      throw new IllegalArgumentException(settings.key("master-user") + " is not a user name");
    }
    return new ImapSettings(
        settings.connector(),
        host,
        port(settings, "port", tls == Tls.IMPLICIT ? 993 : 143),
        settings.text("sieve-port").isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(port(settings, "sieve-port", 0)),
        tls,
        trust(settings),
        user,
        settings.secret("master-password"),
        domains,
        mailboxes(settings, domains),
        folders(settings),
        number(settings, "connections", 16, MOST_CONNECTIONS),
        positive(settings, "connect-timeout", Duration.ofSeconds(10)),
        positive(settings, "command-timeout", Duration.ofSeconds(30)),
        positive(settings, "search-timeout", Duration.ofSeconds(60)),
        remedies(settings));
  }

  private static Remedies remedies(ConnectorSettings settings) {
    return new Remedies(
        "Set %s and %s to those of a master user of the mail server, and see that its %s are there."
            .formatted(
                settings.key("master-user"),
                settings.key("master-password"),
                settings.key("domains")),
        "If that is not the address, set %s and .port, and .tls and .ca-file as the server wants them. What needs it waits for it."
            .formatted(settings.key("host")),
        "Let the master user change mail in those mailboxes.");
  }

  private static Tls tls(ConnectorSettings settings, String host) {
    var text = settings.text("tls").orElse("implicit").toUpperCase(Locale.ROOT);
    var tls =
        Stream.of(Tls.values())
            .filter(one -> one.name().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        settings.key("tls") + " must be implicit, starttls or none"));
    if (tls == Tls.NONE && !isThisMachine(host)) {
      throw new IllegalArgumentException(
          settings.key("tls") + " can be none only to a server on this machine (127.0.0.1, ::1)");
    }
    return tls;
  }

  /** By its form: a name could lead anywhere. */
  private static boolean isThisMachine(String host) {
    return IpLiteral.of(host).isPresent() && (host.startsWith("127.") || host.equals("::1"));
  }

  private static Set<String> domains(ConnectorSettings settings) {
    var domains = new LinkedHashSet<String>();
    for (var domain : list(settings, "domains")) {
      if (!DOMAIN.matches(domain) || domain.indexOf('@') >= 0) {
        throw new IllegalArgumentException(
            settings.key("domains") + " must be domains, comma-separated");
      }
      domains.add(domain);
    }
    if (domains.isEmpty()) {
      throw new IllegalArgumentException(settings.key("domains") + " is missing");
    }
    return Set.copyOf(domains);
  }

  private static List<String> list(ConnectorSettings settings, String setting) {
    return settings.text(setting).stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> mailboxes(ConnectorSettings settings, Set<String> domains) {
    var file = settings.text("mailboxes-file");
    var lines = file.isPresent() ? lines(settings, file.get()) : list(settings, "mailboxes");
    var mailboxes = new LinkedHashSet<String>();
    for (int n = 0; n < lines.size(); n++) {
      var mailbox = lines.get(n).strip().toLowerCase(Locale.ROOT);
      if (mailbox.isEmpty() || mailbox.startsWith("#")) {
        continue;
      }
      var where =
          file.map(name -> name + ", line " + (n(lines, mailbox) + 1))
              .orElse(settings.key("mailboxes"));
      if (!ADDRESS.matches(mailbox)
          || !domains.contains(mailbox.substring(mailbox.lastIndexOf('@') + 1))) {
        throw new IllegalArgumentException(
            where + ": not an address in one of " + settings.key("domains"));
      }
      mailboxes.add(mailbox);
    }
    if (mailboxes.size() > MOST_MAILBOXES) {
      throw new IllegalArgumentException(
          "%s: more than %d mailboxes".formatted(settings.key("mailboxes-file"), MOST_MAILBOXES));
    }
    return List.copyOf(mailboxes);
  }

  private static int n(List<String> lines, String mailbox) {
    for (int n = 0; n < lines.size(); n++) {
      if (lines.get(n).strip().toLowerCase(Locale.ROOT).equals(mailbox)) {
        return n;
      }
    }
    return 0;
  }

  private static List<String> lines(ConnectorSettings settings, String file) {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          settings.key("mailboxes-file") + " cannot be read as lines of UTF-8: " + file,
          unreadable);
    }
  }

  private static Folders folders(ConnectorSettings settings) {
    var names =
        List.of(
            folder(settings, "quarantine-folder", "Quarantine"),
            folder(settings, "recoverable-folder", "Recoverable"),
            folder(settings, "junk-folder", "Junk"),
            folder(settings, "deleted-folder", "Trash"));
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "%s, .recoverable-folder, .junk-folder and .deleted-folder must be four folders"
              .formatted(settings.key("quarantine-folder")));
    }
    return new Folders(names.get(0), names.get(1), names.get(2), names.get(3));
  }

  private static String folder(ConnectorSettings settings, String setting, String standard) {
    var name = settings.text(setting).orElse(standard);
    if (name.length() > 200
        || name.equalsIgnoreCase(Folder.INBOX)
        || name.chars().anyMatch(c -> c < ' ' || c == '*' || c == '%' || c == 0x7f)) {
      throw new IllegalArgumentException(settings.key(setting) + " is not the name of a folder");
    }
    return name;
  }

  private static int port(ConnectorSettings settings, String setting, int standard) {
    return number(settings, setting, standard, HIGHEST_PORT);
  }

  private static int number(ConnectorSettings settings, String setting, int standard, int highest) {
    var text = settings.text(setting).orElse(String.valueOf(standard));
    var number = ImapAnswer.isNumber(text) && text.length() < 9 ? Integer.parseInt(text) : 0;
    if (number < 1 || number > highest) {
      throw new IllegalArgumentException(
          "%s must be a number from 1 to %d".formatted(settings.key(setting), highest));
    }
    return number;
  }

  private static Duration positive(ConnectorSettings settings, String setting, Duration standard) {
    var duration = settings.duration(setting, standard);
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be between nothing and %d minutes"
              .formatted(settings.key(setting), LONGEST.toMinutes()));
    }
    return duration;
  }

  /** The platform's authorities, or those of a file alone. */
  private static SSLContext trust(ConnectorSettings settings) {
    try {
      var context = SSLContext.getInstance("TLS");
      var file = settings.text("ca-file");
      if (file.isEmpty()) {
        context.init(null, null, null);
        return context;
      }
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      try (var in = Files.newInputStream(Path.of(file.get()))) {
        int n = 0;
        for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("ca-" + n++, one);
        }
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException(settings.key("ca-file") + " holds no certificate");
      }
      var authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      authorities.init(store);
      context.init(null, authorities.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          settings.key("ca-file") + " cannot be read as certificates in PEM", unreadable);
    }
  }
}
