package dev.quaestor.text;

import java.util.Comparator;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.function.UnaryOperator;

/** Says what a misspelt word could have been. */
public final class Spelling {
  private Spelling() {}

  /**
   * The one that takes the fewest changes, if these are few for a word of this length.
   *
   * @param fold takes away what makes no difference, as case
   */
  public static Optional<String> nearest(
      String word, SequencedCollection<String> known, UnaryOperator<String> fold) {
    var folded = fold.apply(word);
    return known.stream()
        .filter(
            candidate -> distance(folded, fold.apply(candidate)) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparing(candidate -> distance(folded, fold.apply(candidate))));
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
