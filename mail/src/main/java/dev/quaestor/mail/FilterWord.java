package dev.quaestor.mail;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Exchange Online's filter wrote into a message's header: {@code X-Forefront-Antispam-Report}
 * and {@code X-MS-Exchange-Organization-SCL}. A message may carry several of each, and a forged one
 * among them is there to calm: of all that is said, the worst counts.
 *
 * @param spamConfidence the spam confidence level, -1 to 9; null when it is not there
 * @param category in upper case, as {@code HPHISH}; null when it is not there, or NONE
 */
public record FilterWord(@Nullable Integer spamConfidence, @Nullable String category) {

  static FilterWord of(MailHeaders headers) {
    var reports = headers.all("x-forefront-antispam-report");
    var levels =
        Stream.concat(
            headers.all("x-ms-exchange-organization-scl").stream(),
            reports.stream().flatMap(report -> field(report, "SCL")));
    return new FilterWord(
        levels.flatMap(FilterWord::number).max(Comparator.naturalOrder()).orElse(null),
        reports.stream()
            .flatMap(report -> field(report, "CAT"))
            .filter(category -> !category.equals("NONE"))
            .findFirst()
            .orElse(null));
  }

  private static Stream<String> field(String report, String name) {
    return Arrays.stream(report.split(";"))
        .map(field -> field.strip().toUpperCase(Locale.ROOT))
        .filter(field -> field.startsWith(name + ":") && field.length() > name.length() + 1)
        .map(field -> field.substring(name.length() + 1).strip());
  }

  private static Stream<Integer> number(String text) {
    try {
      return Stream.of(Integer.valueOf(text.strip()));
    } catch (NumberFormatException somethingElse) {
      return Stream.empty();
    }
  }
}
