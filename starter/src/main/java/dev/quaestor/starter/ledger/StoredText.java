package dev.quaestor.starter.ledger;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How text that others wrote becomes text that both databases take. */
final class StoredText {
  /** The width of the search columns. */
  static final int SEARCHABLE = 4000;

  private StoredText() {}

  /** A text as a value of stored JSON. */
  static String asJson(String text) {
    return Columns.json(text);
  }

  /** What {@code q} is looked for in: lower case, each part on its own line, cut to the column. */
  static String searchable(@Nullable String... parts) {
    return lower(
        Stream.of(parts)
            .filter(p -> p != null && !p.isEmpty())
            .map(p -> Excerpt.head(p, SEARCHABLE))
            .collect(Collectors.joining("\n")),
        SEARCHABLE);
  }

  /** Lower case and cut, as columns that are compared in any case hold it. */
  static String lower(String text, int length) {
    return Excerpt.head(Storable.of(text).toLowerCase(Locale.ROOT), length);
  }

  /** A {@code like} pattern, with {@code !} as escape, for text that stands anywhere. */
  static String containing(String text) {
    return "%" + escaped(text) + "%";
  }

  /** A {@code like} pattern, with {@code !} as escape, for text at the start. */
  static String startingWith(String text) {
    return escaped(text) + "%";
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
