package dev.quaestor.mail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Exchange Online's filter wrote into a message's header: {@code X-Forefront-Antispam-Report}
 * and {@code X-MS-Exchange-Organization-SCL}.
 *
 * @param spamConfidence the spam confidence level, -1 to 9; null when it is not there
 * @param category in upper case, as {@code HPHISH}; null when it is not there
 */
public record FilterWord(@Nullable Integer spamConfidence, @Nullable String category) {

  static FilterWord of(MailHeaders headers) {
    var report = headers.first("x-forefront-antispam-report");
    var level = number(headers.first("x-ms-exchange-organization-scl"));
    return new FilterWord(
        level != null ? level : number(field(report, "SCL")), field(report, "CAT"));
  }

  private static @Nullable String field(@Nullable String report, String name) {
    for (var field : report == null ? new String[0] : report.split(";")) {
      var named = field.strip().toUpperCase(Locale.ROOT);
      if (named.startsWith(name + ":") && named.length() > name.length() + 1) {
        return named.substring(name.length() + 1).strip();
      }
    }
    return null;
  }

  private static @Nullable Integer number(@Nullable String text) {
    try {
      return text == null ? null : Integer.valueOf(text.strip());
    } catch (NumberFormatException somethingElse) {
      return null;
    }
  }
}
