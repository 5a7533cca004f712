package dev.quaestor.entity;

/**
 * Names that differ in nothing but the case of letters, made one, as Windows and Exchange compare
 * them: letter by letter and by pairs. A letter that only resembles one of a pair stays another:
 * the Kelvin sign (U+212A), whose lower case in Unicode is {@code k}, names another file than
 * {@code K} does.
 */
final class LetterCase {
  private LetterCase() {}

  static String folded(String text) {
    var folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      var letter = text.charAt(i);
      var lower = Character.toLowerCase(letter);
      folded.append(Character.toUpperCase(lower) == letter ? lower : letter);
    }
    return folded.toString();
  }

  /** Of an id, around which blanks mean nothing. */
  static String foldedId(String text) {
    return folded(text.strip());
  }
}
