package dev.quaestor.starter.cli.terminal;

/**
 * Text of strangers on a terminal. A title may hold escape sequences that recolour, retitle or
 * answer for the terminal, or directional marks that make a name read backwards: all of them are
 * shown as what they are, {@code \u001b}.
 */
public final class TerminalText {
  private static final String ELLIPSIS = "…";

  private TerminalText() {}

  /** On one line, with nothing in it that a terminal would obey. */
  public static String escape(String text) {
    return escape(text, false);
  }

  /** The same, but line ends and tabs stay: for whole documents such as a policy. */
  static String escapeDocument(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean document) {
    StringBuilder out = null;
    for (var i = 0; i < text.length(); ) {
      var point = text.codePointAt(i);
      var size = Character.charCount(point);
      var keep = !isUnsafe(point) || (document && (point == '\n' || point == '\t'));
      if (!keep && out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (out != null) {
        if (keep) {
          out.appendCodePoint(point);
        } else {
          appendEscaped(out, text, i, size);
        }
      }
      i += size;
    }
    return out == null ? text : out.toString();
  }

  private static void appendEscaped(StringBuilder out, String text, int from, int size) {
    switch (text.charAt(from)) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        for (var i = from; i < from + size; i++) {
          out.append("\\u").append(hex4(text.charAt(i)));
        }
      }
    }
  }

  private static String hex4(char c) {
    var hex = Integer.toHexString(c);
    return "0".repeat(4 - hex.length()) + hex;
  }

  /**
   * Escapes what a JSON document may carry raw and a terminal would still obey (DEL, the C1
   * controls, directional marks). Such characters can stand only inside strings there, so that the
   * document means the same.
   */
  static String escapeJson(String document) {
    StringBuilder out = null;
    for (var i = 0; i < document.length(); i++) {
      var c = document.charAt(i);
      var pair = Character.isHighSurrogate(c) && i + 1 < document.length();
      var point = pair ? document.codePointAt(i) : c;
      var whitespace = c == '\n' || c == '\r' || c == '\t';
      if (!whitespace && isUnsafe(point)) {
        if (out == null) {
          out = new StringBuilder(document.length() + 16).append(document, 0, i);
        }
        appendEscaped(out, document, i, Character.charCount(point));
      } else if (out != null) {
        out.appendCodePoint(point);
      }
      i += Character.charCount(point) - 1;
    }
    return out == null ? document : out.toString();
  }

  private static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      // Format covers directional and zero-width marks, and the invisible "tag" letters.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** How many columns a terminal uses for it, near enough: East Asian wide letters use two. */
  public static int width(String text) {
    var width = 0;
    for (var i = 0; i < text.length(); ) {
      var point = text.codePointAt(i);
      width += width(point);
      i += Character.charCount(point);
    }
    return width;
  }

  private static int width(int point) {
    var type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    var wide =
        (point >= 0x1100 && point <= 0x115f)
            || (point >= 0x2e80 && point <= 0xa4cf)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0x1f300 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd);
    return wide ? 2 : 1;
  }

  /** At most so many columns, the rest told by an ellipsis. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    var out = new StringBuilder();
    var used = 0;
    for (var i = 0; i < text.length(); ) {
      var point = text.codePointAt(i);
      if (used + width(point) > columns - 1) {
        break;
      }
      out.appendCodePoint(point);
      used += width(point);
      i += Character.charCount(point);
    }
    return out.append(ELLIPSIS).toString();
  }

  /** The same, the ellipsis in its middle: a path keeps its file, a name its extension. */
  public static String middle(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    var from = text.length();
    var used = 0;
    while (from > 0) {
      var point = text.codePointBefore(from);
      if (used + width(point) > (columns - 1) / 2) {
        break;
      }
      used += width(point);
      from -= Character.charCount(point);
    }
    return cut(text, columns - used) + text.substring(from);
  }
}
