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

  /** At most {@code most} characters: what is longer ends in an ellipsis. */
  public static String bounded(String text, int most) {
    return of(Excerpt.of(text, most));
  }

  /**
   * The same for text that tells things apart, as a URL or a Message-ID: what is cut is replaced by
   * its hash, so that two long ones stay two. It is cut and not refused, because whoever writes the
   * mail must not be able to keep the alert about it out.
   */
  public static String boundedIdentity(String text, int most) {
    if (text.length() <= most) {
      return of(text);
    }
    var hash = "…" + Sha256.of(text).substring(0, 20);
    return of(Excerpt.head(text, most - hash.length())) + hash;
  }

  private static String replaced(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
