package dev.quaestor.starter.policy;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Spans of time as people write them, {@code 7d}, {@code 1d12h}, or as ISO 8601, {@code P7D}. */
public final class Durations {
  private static final Pattern PEOPLES =
      Pattern.compile(
          "(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

  private Durations() {}

  /** Empty when it is none. */
  public static Optional<Duration> parse(String text) {
    var plain = text.strip().toLowerCase(Locale.ROOT);
    var matcher = PEOPLES.matcher(plain);
    if (!plain.isEmpty() && matcher.matches()) {
      return Optional.of(
          Duration.ofDays(7 * part(matcher.group(1)) + part(matcher.group(2)))
              .plusHours(part(matcher.group(3)))
              .plusMinutes(part(matcher.group(4)))
              .plusSeconds(part(matcher.group(5))));
    }
    try {
      return Optional.of(Duration.parse(plain));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static long part(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
