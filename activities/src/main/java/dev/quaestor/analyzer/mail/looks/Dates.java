package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * When a mail says that it was written. A mail may lie for days, so an old date says nothing; one
 * later than its own arrival was made up, and so was a time zone that no country has.
 */
final class Dates implements Aspect {
  private static final Pattern WEEKDAY = Pattern.compile("^\\w{3},");

  private static final int IMPOSSIBLE_ZONE = 32;
  private static final int LATER_THAN_ARRIVAL = 24;
  private static final int WITHOUT_ZONE = 18;
  private static final int NO_DATE = 12;

  /** Clocks are wrong by minutes, and by whole hours where the summer time was forgotten. */
  private static final Duration TOLERATED = Duration.ofHours(3);

  private static final Pattern ZONE = Pattern.compile("([+-])(\\d\\d)(\\d\\d)\\b");
  private static final Pattern NAMED_ZONE = Pattern.compile("\\b(?:GMT|UTC?|Z|[A-Z]{3,4})\\b");
  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  @Override
  public List<Sign> see(SeenMail mail) {
    var date = mail.first("date").orElse("");
    if (date.isEmpty()) {
      return mail.travelled()
          ? sign("DATE_MISSING", NO_DATE, "It does not say when it was written.")
          : List.of();
    }
    var zone = ZONE.matcher(date);
    if (zone.find()) {
      return isZone(zone.group(1), Integer.parseInt(zone.group(2)), Integer.parseInt(zone.group(3)))
          ? later(mail, date)
          : sign(
              "DATE_IMPOSSIBLE", IMPOSSIBLE_ZONE, "Its date has a time zone that does not exist.");
    }
    return NAMED_ZONE.matcher(WEEKDAY.matcher(date).replaceFirst("")).find() || !mail.travelled()
        ? later(mail, date)
        : sign("DATE_WITHOUT_ZONE", WITHOUT_ZONE, "Its date has no time zone.");
  }

  /** From -1200 to +1400. */
  private static boolean isZone(String sign, int hours, int minutes) {
    var offset = hours * 60 + minutes;
    return minutes < 60 && offset <= (sign.equals("-") ? 12 : 14) * 60;
  }

  private static List<Sign> later(SeenMail mail, String date) {
    var written = time(date);
    var arrivals =
        mail.all("received")
            .map(field -> time(field.substring(field.lastIndexOf(';') + 1)))
            .flatMap(Optional::stream)
            .toList();
    if (written.isEmpty() || arrivals.isEmpty()) {
      return List.of();
    }
    // The earliest server may have a wrong clock of its own: the nearest counts.
    var later =
        arrivals.stream()
            .map(arrival -> Duration.between(arrival, written.get()))
            .allMatch(d -> d.compareTo(TOLERATED) > 0);
    return later
        ? sign("DATE_AFTER_ARRIVAL", LATER_THAN_ARRIVAL, "Its date is later than its arrival.")
        : List.of();
  }

  private static Optional<Instant> time(String text) {
    try {
      var plain = SPACES.matcher(COMMENT.matcher(text).replaceAll("").strip()).replaceAll(" ");
      return Optional.of(
          ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException unusual) {
      return Optional.empty();
    }
  }

  private static List<Sign> sign(String code, int weight, String sentence) {
    return List.of(new Sign(Sign.Family.DATE, code, weight, sentence));
  }
}
