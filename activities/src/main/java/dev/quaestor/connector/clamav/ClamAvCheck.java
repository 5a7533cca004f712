package dev.quaestor.connector.clamav;

import com.google.re2j.Pattern;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.text.Counted;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Whether clamd answers, and how old its vendor's signatures are. */
final class ClamAvCheck implements CredentialCheck {
  /** The vendor makes new ones every day. */
  private static final Duration OLD = Duration.ofDays(7);

  /**
   * As {@code ClamAV 1.4.6/27500/Mon Dec 1 08:28:31 2026}; the rest is missing where it has none.
   */
  private static final Pattern VERSION =
      Pattern.compile("ClamAV ([0-9A-Za-z.+~-]{1,40})(?:/([0-9]{1,9})/(.{10,40}))?");

  private static final DateTimeFormatter MADE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  private final ClamAvSettings settings;
  private final Clamd clamd;
  private final Clock clock;

  ClamAvCheck(ClamAvSettings settings, Clamd clamd) {
    this(settings, clamd, Clock.systemUTC());
  }

  ClamAvCheck(ClamAvSettings settings, Clamd clamd, Clock clock) {
    this.settings = settings;
    this.clamd = clamd;
    this.clock = clock;
  }

  @Override
  public Remedies remedies() {
    return settings.remedies();
  }

  @Override
  public String sentence() {
    return "%s is %s".formatted(settings.connector(), settings.place().sentence());
  }

  @Override
  public Access access() {
    var pong = asked("PING");
    if (!pong.equals("PONG")) {
      throw senseless();
    }
    return Access.ofService(service(asked("VERSION")));
  }

  private String asked(String command) {
    try {
      return clamd.ask(command);
    } catch (Clamd.Senseless senseless) {
      throw senseless();
    } catch (SocketException | UnresolvedAddressException away) {
      var denied = String.valueOf(away.getMessage()).contains("Permission denied");
      throw new ConnectorException(
          denied ? Kind.UNAUTHORIZED : Kind.DOWN,
          denied ? "its socket does not let the worker in" : "nobody answers there");
    } catch (IOException away) {
      throw new ConnectorException(
          away instanceof AccessDeniedException ? Kind.UNAUTHORIZED : Kind.DOWN,
          command + ": " + away.getClass().getSimpleName());
    }
  }

  private static ConnectorException senseless() {
    return new ConnectorException(Kind.MALFORMED_ANSWER, "what answers there is no clamd");
  }

  private Access.Service service(String version) {
    var told = VERSION.matcher(version);
    if (!told.matches()) {
      throw senseless();
    }
    var engine = "it answers as ClamAV " + told.group(1);
    if (told.group(2) == null) {
      return new Access.Service(
          engine, Optional.of("it has no signatures of its vendor, only those of others"));
    }
    var made = made(told.group(3));
    if (made.isEmpty()) {
      return new Access.Service(engine + ", signatures " + told.group(2), Optional.empty());
    }
    var days = Duration.between(made.get().toInstant(ZoneOffset.UTC), clock.instant()).toDays();
    var of = "%s, signatures %s of %s".formatted(engine, told.group(2), made.get().toLocalDate());
    return days > OLD.toDays()
        ? new Access.Service(
            of, Optional.of("they are %s old".formatted(Counted.of(days, "day", "days"))))
        : new Access.Service(of, Optional.empty());
  }

  private static Optional<LocalDateTime> made(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip().replace("  ", " "), MADE));
    } catch (DateTimeParseException unknown) {
      return Optional.empty();
    }
  }
}
