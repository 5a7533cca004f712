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

  /** Levenshtein's distance, where two neighbours that changed places are one change. */
  private static int distance(String one, String other) {
    var rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : least(rows, one, other, i, j);
      }
    }
    return rows[one.length()][other.length()];
  }

  private static int least(int[][] rows, String one, String other, int i, int j) {
    var substituted = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
    var least = Math.min(substituted, Math.min(rows[i][j - 1], rows[i - 1][j]) + 1);
    var swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
