package dev.quaestor.starter.policy;

import dev.quaestor.text.Excerpt;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Says what a word could have been. */
final class Vocabulary {
  private Vocabulary() {}

  /** As {@code "SEMI" is unknown, did you mean SEMI_ALL? known are …}. */
  static String unknown(String word, Collection<String> known) {
    return "%s is unknown%s; known are %s"
        .formatted(
            quoted(word),
            nearest(word, known).map(n -> ", did you mean " + n + "?").orElse(""),
            String.join(", ", known));
  }

  static String quoted(String word) {
    return '"' + Excerpt.of(word, 60) + '"';
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > 60) {
      return Optional.empty();
    }
    return known.stream()
        .filter(
            candidate -> distance(fold(word), fold(candidate)) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparing(candidate -> distance(fold(word), fold(candidate))));
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** Levenshtein's distance. */
  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        var substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
