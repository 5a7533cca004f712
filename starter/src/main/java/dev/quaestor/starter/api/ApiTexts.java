package dev.quaestor.starter.api;

import org.jspecify.annotations.Nullable;

/** Free text that a caller sends: bounded, and such that a database and JSON can hold it. */
final class ApiTexts {
  static final int LONGEST_COMMENT = 4_000;

  private static final int LONGEST_SHOWN = 200;

  private ApiTexts() {}

  /**
   * A comment as it is kept: without U+0000, which PostgreSQL cannot hold, and unpaired surrogates,
   * which UTF-8 cannot; every other character is the caller's own affair.
   */
  static @Nullable String comment(@Nullable String text) {
    return bounded("comment", text, LONGEST_COMMENT);
  }

  public static @Nullable String bounded(String field, @Nullable String text, int longest) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > longest) {
      throw new ProblemException(
          ApiProblem.badField(field, "is longer than %d characters".formatted(longest)));
    }
    return storable(text);
  }

  public static String storable(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xFFFD
                    : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** A caller's word inside a sentence of ours. */
  static String shown(String text) {
    var clean = storable(text);
    return clean.length() <= LONGEST_SHOWN ? clean : clean.substring(0, LONGEST_SHOWN) + "…";
  }
}
