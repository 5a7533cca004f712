package dev.quaestor.starter.intake.format;

import dev.quaestor.alert.Severity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the vendors' scales map to four levels. Null is "nobody said", which {@link AlertDraft}
 * counts as Informational.
 *
 * <pre>
 *                 INFORMATIONAL   LOW      MEDIUM   HIGH
 * OCSF id         1               2        3        4, 5 (Critical), 6 (Fatal)
 * Wazuh level     0-3             4-6      7-11     12 and more
 * Suricata        4 and more      3        2        1
 * Elastic risk    -               0-21     22-47    48-100
 * words           informational   low      medium   high, critical, fatal
 * </pre>
 */
public final class Severities {
  private Severities() {}

  public static @Nullable Severity word(@Nullable String word) {
    return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT)) {
      case "informational", "information", "info", "notice" -> Severity.INFORMATIONAL;
      case "low", "minor" -> Severity.LOW;
      case "medium", "moderate", "warning" -> Severity.MEDIUM;
      case "high", "major", "critical", "fatal", "severe" -> Severity.HIGH;
      default -> null;
    };
  }

  public static @Nullable Severity ocsf(@Nullable Long id, @Nullable String word) {
    var level = id == null ? 0 : id;
    if (level < 1 || level > 6) {
      return word(word);
    }
    return switch ((int) level) {
      case 1 -> Severity.INFORMATIONAL;
      case 2 -> Severity.LOW;
      case 3 -> Severity.MEDIUM;
      default -> Severity.HIGH;
    };
  }

  public static @Nullable Severity wazuh(@Nullable Long level) {
    if (level == null) {
      return null;
    }
    return level >= 12
        ? Severity.HIGH
        : level >= 7 ? Severity.MEDIUM : level >= 4 ? Severity.LOW : Severity.INFORMATIONAL;
  }

  /** Suricata counts downwards. */
  public static @Nullable Severity suricata(@Nullable Long priority) {
    if (priority == null || priority == 0) {
      return null;
    }
    return priority == 1
        ? Severity.HIGH
        : priority == 2 ? Severity.MEDIUM : priority == 3 ? Severity.LOW : Severity.INFORMATIONAL;
  }

  /** A rule may set a word of its own; the score decides only where it does not. */
  public static @Nullable Severity elastic(@Nullable String word, @Nullable Double risk) {
    var said = word(word);
    if (said != null || risk == null) {
      return said;
    }
    return risk >= 48 ? Severity.HIGH : risk >= 22 ? Severity.MEDIUM : Severity.LOW;
  }
}
