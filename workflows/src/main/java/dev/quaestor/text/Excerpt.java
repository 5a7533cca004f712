package dev.quaestor.text;

import java.nio.charset.StandardCharsets;

/**
 * A text cut to a length. Half a surrogate pair is no character: JSON and UTF-8 turn it into a
 * question mark, and PostgreSQL refuses it. So a pair at the border is left out whole.
 */
public final class Excerpt {
  private static final String ELLIPSIS = "…";

  private Excerpt() {}

  /** The text, or its beginning and an ellipsis: at most so many UTF-16 characters with it. */
  public static String of(String text, int most) {
    return text.length() <= most ? text : head(text, most - ELLIPSIS.length()) + ELLIPSIS;
  }

  /** The same, the ellipsis in its middle: a name keeps its extension, a path its file. */
  public static String middle(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    var kept = most - ELLIPSIS.length();
    return head(text, kept / 2) + ELLIPSIS + tail(text, kept - kept / 2);
  }

  /** The same for a reader that counts in bytes of UTF-8. */
  public static String ofBytes(String text, int most) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= most) {
      return text;
    }
    var left = most - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
    var end = 0;
    while (end < text.length()) {
      var point = text.codePointAt(end);
      left -= utf8Length(point);
      if (left < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /** Its first characters and no sign that more followed: at most so many in UTF-16. */
  public static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    var half = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, half ? most - 1 : most);
  }

  /** Its last characters: at most so many in UTF-16. */
  public static String tail(String text, int most) {
    var start = text.length() - most;
    if (start <= 0) {
      return text;
    }
    var half = most > 0 && Character.isLowSurrogate(text.charAt(start));
    return text.substring(half ? start + 1 : start);
  }

  private static int utf8Length(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
}
