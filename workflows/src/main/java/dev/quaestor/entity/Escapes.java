package dev.quaestor.entity;

import java.util.HexFormat;

/** Escapes of a URL ({@code %2F}), in their one spelling (RFC 3986, section 6.2.2). */
final class Escapes {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Escapes() {}

  /** Undone where the character never needed one, and in upper case where it does. */
  static String plain(String text) {
    // Keys are asked for often, and few URLs have an escape.
    if (text.indexOf('%') < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      var value = at(text, i);
      if (value < 0) {
        plain.append(text.charAt(i));
      } else {
        if (isUnreserved(value)) {
          plain.append((char) value);
        } else {
          plain.append('%').append(HEX.toHexDigits((byte) value));
        }
        i += 2;
      }
    }
    return plain.toString();
  }

  /** The value of the escape that begins here, or -1 where none does. */
  static int at(String text, int i) {
    if (text.charAt(i) != '%' || i + 2 >= text.length()) {
      return -1;
    }
    var high = Character.digit(text.charAt(i + 1), 16);
    var low = Character.digit(text.charAt(i + 2), 16);
    return high < 0 || low < 0 || text.charAt(i + 1) > 'f' || text.charAt(i + 2) > 'f'
        ? -1
        : high * 16 + low;
  }

  private static boolean isUnreserved(int value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || value == '-'
        || value == '.'
        || value == '_'
        || value == '~';
  }
}
