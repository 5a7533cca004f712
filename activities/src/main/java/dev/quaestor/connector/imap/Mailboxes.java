package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.MailboxDirectory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The mailboxes of the claimed domains, and the way into each. */
final class Mailboxes implements MailboxDirectory, AutoCloseable {
  private static final int LONGEST_ADDRESS = 320;

  private final ImapSettings settings;
  private final Deadlines deadlines = new Deadlines();
  private final Semaphore connections;

  /** Which was entered last: by it the master user's password is known to be right. */
  private final AtomicReference<@Nullable String> entered = new AtomicReference<>();

  Mailboxes(ImapSettings settings) {
    this.settings = settings;
    this.connections = new Semaphore(settings.connections());
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** All that there are; empty where nobody says. */
  List<String> all() {
    return settings.mailboxes();
  }

  @Override
  public boolean claims(@Nullable String address) {
    if (address == null || address.length() > LONGEST_ADDRESS || !isPlain(address)) {
      return false;
    }
    var at = address.lastIndexOf('@');
    return at > 0
        && settings.domains().contains(address.substring(at + 1).toLowerCase(Locale.ROOT));
  }

  /** A name that could be two to the server, or end what it is said in, is nobody's. */
  private static boolean isPlain(String address) {
    return address.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '/' || c == '\\');
  }

  static String canonical(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  /**
   * Does something in a mailbox, by a connection of its own.
   *
   * @throws ConnectorException {@code OUT_OF_REACH} where the server lets us into others but not
   *     into this one
   */
  <T> T in(String mailbox, Function<ImapSession, T> work) {
    enter();
    try (var session = session(canonical(mailbox))) {
      return work.apply(session);
    } finally {
      connections.release();
    }
  }

  /** The same with the scripts of a mailbox. */
  <T> T inScripts(String mailbox, Function<SieveSession, T> work) {
    enter();
    try (var session = scripts(canonical(mailbox))) {
      return work.apply(session);
    } finally {
      connections.release();
    }
  }

  private SieveSession scripts(String mailbox) {
    try {
      return SieveSession.open(mailbox, settings, deadlines);
    } catch (ConnectorException refused) {
      // Of a mailbox that is not there Dovecot says so, or ends the connection: by which of both
      // comes first. Its IMAP is surer.
      if (isOfLogin(refused) || refused.kind() == Kind.DOWN) {
        throw notServed(mailbox).orElse(refused);
      }
      throw refused;
    }
  }

  private void enter() {
    try {
      if (!connections.tryAcquire(settings.searchTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ConnectorException(Kind.DOWN, "IMAP: no connection became free in time");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(Kind.DOWN, "interrupted");
    }
  }

  private ImapSession session(String mailbox) {
    try {
      var session = ImapSession.open(mailbox, settings, deadlines);
      entered.set(mailbox);
      return session;
    } catch (ConnectorException refused) {
      if (isOfLogin(refused) && entersAnother(mailbox)) {
        throw notServed(mailbox, refused);
      }
      throw refused;
    }
  }

  /**
   * A mailbox that is not there is an internal error to Dovecot, when a master user asks for it.
   */
  private static boolean isOfLogin(ConnectorException refused) {
    return refused.kind() == Kind.UNAUTHORIZED
        || refused.code().filter("UNAVAILABLE"::equals).isPresent();
  }

  private Optional<ConnectorException> notServed(String mailbox) {
    try {
      session(mailbox).close();
      return Optional.empty();
    } catch (ConnectorException broke) {
      return Optional.of(broke).filter(one -> one.kind() == Kind.OUT_OF_REACH);
    }
  }

  static ConnectorException notServed(String mailbox, ConnectorException refused) {
    return new ConnectorException(
        Kind.OUT_OF_REACH,
        "the mail server does not let the master user into " + mailbox,
        refused.code().orElse(null),
        null,
        refused);
  }

  /** Servers do not say whether there is no such mailbox, or the password is wrong. */
  private boolean entersAnother(String refused) {
    var known = entered.get();
    return Stream.concat(Stream.ofNullable(known), all().stream().limit(3))
        .filter(mailbox -> !mailbox.equals(refused))
        .distinct()
        .limit(3)
        .anyMatch(this::isEntered);
  }

  private boolean isEntered(String mailbox) {
    try {
      ImapSession.open(mailbox, settings, deadlines).close();
      entered.set(mailbox);
      return true;
    } catch (ConnectorException refused) {
      if (isOfLogin(refused)) {
        return false;
      }
      throw refused;
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
