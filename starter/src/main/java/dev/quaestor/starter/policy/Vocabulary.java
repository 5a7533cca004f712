package dev.quaestor.starter.policy;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Spelling;
import java.util.Collection;
import java.util.List;
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
    return Spelling.nearest(word, List.copyOf(known), Vocabulary::fold);
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
