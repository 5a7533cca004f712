package dev.quaestor.starter.api;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.text.Storable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Free text that a caller sends: bounded, and such that a database and JSON can hold it. */
final class ApiTexts {
  private static final int LONGEST_HASH = 200;

  private static final int LONGEST_SHOWN = 201; // with the ellipsis

  private ApiTexts() {}

  /** What a field must be that has a closed set of values. */
  static String mustBe(List<String> values) {
    if (values.size() < 3) {
      return "must be " + String.join(" or ", values);
    }
    return "must be one of "
        + String.join(", ", values.subList(0, values.size() - 1))
        + " or "
        + values.getLast();
  }

  /**
   * A comment as it is kept: without U+0000, which PostgreSQL cannot hold, and unpaired surrogates,
   * which UTF-8 cannot; every other character is the caller's own affair.
   */
  static @Nullable String comment(@Nullable String text) {
    return bounded("comment", text, PersonsWord.LONGEST_COMMENT);
  }

  static @Nullable String bounded(String field, @Nullable String text, int longest) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > longest) {
      throw new ProblemException(
          ApiProblem.badField(field, "is longer than %d characters".formatted(longest)));
    }
    return Storable.of(text);
  }

  /** The hash of what was shown; an empty one would bind to nothing, and is refused. */
  static @Nullable String planHash(String field, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw new ProblemException(
          ApiProblem.badField(field, "is empty: omit it, or send the value that was shown"));
    }
    return bounded(field, text, LONGEST_HASH);
  }

  /** A caller's word inside a sentence of ours. */
  static String shown(String text) {
    return Excerpt.of(Storable.of(text), LONGEST_SHOWN);
  }
}
