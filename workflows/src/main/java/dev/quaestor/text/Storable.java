package dev.quaestor.text;

import org.jspecify.annotations.Nullable;

/**
 * Text that every store and every encoding can hold. PostgreSQL's text has no U+0000, and half a
 * surrogate pair has no UTF-8; both become U+FFFD. All other characters are data and stay.
 */
public final class Storable {
  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  public static @Nullable String orNull(@Nullable String text) {
    return text == null ? null : of(text);
  }

  private static String replaced(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
