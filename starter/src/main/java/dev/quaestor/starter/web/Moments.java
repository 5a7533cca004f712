package dev.quaestor.starter.web;

import dev.quaestor.text.Counted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as a person reads them: how long it is where one acts, and when it is, in that person's
 * zone.
 */
record Moments(Instant now, ZoneId zone) {
  private static final Duration SOON = Duration.ofHours(4);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  /** Longer than the name of any zone. */
  private static final int LONGEST_ZONE = 64;

  /**
   * @param cookie the name of the person's zone as their browser says it; UTC without one, and for
   *     what is no zone
   */
  static Moments of(Instant now, @Nullable String cookie) {
    return new Moments(now, zone(cookie));
  }

  private static ZoneId zone(@Nullable String name) {
    if (name == null || name.isBlank() || name.length() > LONGEST_ZONE) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /**
   * How long until then: {@code 6 d 23 h}, {@code 23 h 10 min}, {@code 4 min}; {@code 0 min} after.
   */
  public String left(Instant at) {
    return span(Duration.between(now, at));
  }

  /** How long ago: {@code 8 seconds ago}, {@code 5 min ago}. */
  public String ago(Instant at) {
    var span = Duration.between(at, now);
    if (span.isNegative() || span.toSeconds() < 1) {
      return "just now";
    }
    return span.toSeconds() < 60
        ? Counted.of(span.toSeconds(), "second", "seconds") + " ago"
        : span(span) + " ago";
  }

  static String span(Duration span) {
    if (span.isNegative() || span.toMinutes() < 1) {
      return "0 min";
    }
    if (span.toDays() > 0) {
      return parts(span.toDays(), "d", span.toHoursPart(), "h");
    }
    return span.toHours() > 0
        ? parts(span.toHours(), "h", span.toMinutesPart(), "min")
        : span.toMinutes() + " min";
  }

  private static String parts(long large, String of, long small, String then) {
    return small == 0 ? large + " " + of : "%d %s %d %s".formatted(large, of, small, then);
  }

  /** Whether so little time is left that it comes before everything else. */
  public boolean soon(Instant at) {
    return Duration.between(now, at).compareTo(SOON) < 0;
  }

  /** {@code Today 11:17}, {@code Yesterday 16:03}, {@code Sat 5 Dec, 11:16}. */
  public String at(Instant at) {
    var day = at.atZone(zone);
    var today = now.atZone(zone).toLocalDate();
    var days = ChronoUnit.DAYS.between(today, day.toLocalDate());
    if (days == 0) {
      return "Today " + TIME.format(day) + utc();
    }
    if (days == -1) {
      return "Yesterday " + TIME.format(day) + utc();
    }
    return (day.getYear() == today.getYear() ? DAY : YEAR).format(day)
        + ", "
        + TIME.format(day)
        + utc();
  }

  /** Somebody whose zone is not known is told which one this is. */
  private String utc() {
    return zone.equals(ZoneOffset.UTC) ? " UTC" : "";
  }

  /** {@code 11:17:26} of a day that is told elsewhere. */
  public String second(Instant at) {
    return SECOND.format(at.atZone(zone));
  }

  /** {@code 11:17:26} of today; of another day with the day. */
  public String brief(Instant at) {
    return at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate())
        ? second(at)
        : at(at);
  }

  /** All of it, with the zone's name: what a pointer over a short one shows. */
  public String full(Instant at) {
    return "%s, %s (%s)".formatted(YEAR.format(at.atZone(zone)), second(at), zoneName());
  }

  public String zoneName() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** As a machine reads it. */
  public String machine(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
