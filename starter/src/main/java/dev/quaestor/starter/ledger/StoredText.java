package dev.quaestor.starter.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How text that others wrote becomes text that both databases take. */
final class StoredText {
  /** The width of the search columns. */
  static final int SEARCHABLE = 4000;

  private static final char REPLACEMENT = '\uFFFD';

  private StoredText() {}

  /**
   * The text without what PostgreSQL refuses: U+0000 and halves of surrogate pairs. JSON never
   * needs the first part, because there U+0000 is six harmless characters.
   */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return cleaned(text);
      }
    }
    return text;
  }

  static @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }

  private static String cleaned(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean refused =
                  c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
              clean.appendCodePoint(refused ? REPLACEMENT : c);
            });
    return clean.toString();
  }

  /** What {@code q} is looked for in: lower case, each part on its own line, cut to the column. */
  static String searchable(@Nullable String... parts) {
    return lower(
        Stream.of(parts)
            .filter(p -> p != null && !p.isEmpty())
            .map(p -> cut(p, SEARCHABLE))
            .collect(Collectors.joining("\n")),
        SEARCHABLE);
  }

  /** Lower case and cut, as columns that are compared in any case hold it. */
  static String lower(String text, int length) {
    return cut(clean(text).toLowerCase(Locale.ROOT), length);
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

  /** SHA-256, hex: how a text of any length and kind is found by index. */
  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    // Half a pair at the end would be refused again.
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }
}
