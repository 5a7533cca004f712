package dev.quaestor.starter.intake.json;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which vendors write a point in time: ISO 8601 with any of its offsets, with a blank
 * for the T, without a zone (which then is UTC) or as a date; seconds, milliseconds, microseconds
 * or nanoseconds since 1970, told apart by their size; RFC 1123; and what Wazuh 3 and the Azure
 * portal write.
 */
public final class Times {
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final Pattern EPOCH = Pattern.compile("\\d{1,19}(\\.\\d{1,9})?");
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,](\\d{1,9})\\d*)?"
              + " ?(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?");

  private static final List<DateTimeFormatter> LOCAL =
      List.of(
          formatter("uuuu MMM dd HH:mm:ss"),
          formatter("M/d/uuuu h:mm:ss a"),
          formatter("M/d/uuuu HH:mm:ss"),
          formatter("M/d/uuuu, h:mm:ss[.SSS] a"));

  private Times() {}

  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH);
  }

  /**
   * The time that is meant.
   *
   * @throws DateTimeException when none is
   * @throws NumberFormatException when it is a number that no time has
   */
  public static Instant parse(String text) {
    if (EPOCH.matcher(text).matches()) {
      return sinceEpoch(new BigDecimal(text));
    }
    var iso = ISO.matcher(text);
    if (iso.matches()) {
      var fraction = iso.group(3) == null ? "" : "." + iso.group(3);
      return OffsetDateTime.parse(iso.group(1) + "T" + iso.group(2) + fraction + zone(iso.group(4)))
          .toInstant();
    }
    if (text.length() == 10 && text.charAt(4) == '-') {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    for (var format : LOCAL) {
      try {
        return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        continue;
      }
    }
    return OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  private static String zone(@Nullable String written) {
    if (written == null || Character.isLetter(written.charAt(0))) {
      return "Z";
    }
    return switch (written.length()) {
      case 3 -> written + ":00";
      case 5 -> written.substring(0, 3) + ":" + written.substring(3);
      default -> written;
    };
  }

  /** Seconds reach the year 5138 before they are as large as the milliseconds of 1973. */
  private static Instant sinceEpoch(BigDecimal number) {
    var magnitude = number.precision() - number.scale();
    var nanos = number.movePointRight(magnitude <= 11 ? 9 : magnitude <= 14 ? 6 : 3);
    if (magnitude > 17) {
      nanos = number;
    }
    var parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
  }

  /** The year 1 is .NET's and 1601 is Windows' way to say that it never was. */
  public static boolean isNever(Instant time) {
    var year = time.atOffset(ZoneOffset.UTC).getYear();
    return year == 1 || year == 1601;
  }
}
