package dev.quaestor.mail;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a part was made fit to travel. Decoders take what they can use and pass over the rest, as
 * readers' programs do: an encoding broken on purpose must not hide what it holds.
 */
enum TransferEncoding {
  NONE,
  BASE64,
  QUOTED_PRINTABLE,
  UUENCODE,
  YENC;

  private static final byte[] BASE64_VALUES = base64Values();
  private static final int LINE_OF_UUENCODE = 45;

  /** Of a header's value; whatever nobody knows is taken as it stands. */
  static TransferEncoding of(@Nullable String value) {
    if (value == null) {
      return NONE;
    }
    var plain = new StringBuilder();
    value
        .toLowerCase(Locale.ROOT)
        .chars()
        .filter(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ';' || c == '(')
        .takeWhile(c -> c != ';' && c != '(')
        .forEach(c -> plain.append((char) c));
    return switch (plain.toString()) {
      case "base64", "xbase64", "b64" -> BASE64;
      case "quotedprintable", "xquotedprintable", "qp" -> QUOTED_PRINTABLE;
      case "uuencode", "xuuencode", "xuue", "uue", "uuencoded" -> UUENCODE;
      case "yenc", "xyenc" -> YENC;
      default -> NONE;
    };
  }

  byte[] decode(byte[] encoded) {
    return switch (this) {
      case NONE -> encoded;
      case BASE64 -> base64(encoded);
      case QUOTED_PRINTABLE -> quotedPrintable(encoded);
      case UUENCODE, YENC ->
          InlineFiles.in(encoded).files().stream()
              .findFirst()
              .map(InlineFiles.File::content)
              .orElse(encoded);
    };
  }

  /** Whatever is no letter of the alphabet is passed over, and padding ends only its own group. */
  static byte[] base64(byte[] encoded) {
    var decoded = new ByteArrayOutputStream(encoded.length / 4 * 3 + 3);
    int bits = 0;
    int letters = 0;
    for (var letter : encoded) {
      if (letter == '=') {
        tail(decoded, bits, letters);
        bits = 0;
        letters = 0;
        continue;
      }
      var value = letter < 0 ? -1 : BASE64_VALUES[letter];
      if (value < 0) {
        continue;
      }
      bits = bits << 6 | value;
      if (++letters == 4) {
        decoded.write(bits >> 16);
        decoded.write(bits >> 8);
        decoded.write(bits);
        bits = 0;
        letters = 0;
      }
    }
    tail(decoded, bits, letters);
    return decoded.toByteArray();
  }

  private static void tail(ByteArrayOutputStream decoded, int bits, int letters) {
    if (letters == 3) {
      decoded.write(bits >> 10);
      decoded.write(bits >> 2);
    } else if (letters == 2) {
      decoded.write(bits >> 4);
    }
  }

  /** An equals sign that begins no code stands for itself; one that ends a line joins it. */
  static byte[] quotedPrintable(byte[] encoded) {
    var decoded = new ByteArrayOutputStream(encoded.length);
    int at = 0;
    while (at < encoded.length) {
      var next = encoded[at];
      if (next != '=') {
        decoded.write(next);
        at++;
        continue;
      }
      int lineEnd = lineEnd(encoded, at + 1);
      int high = at + 1 < encoded.length ? Character.digit(encoded[at + 1], 16) : -1;
      int low = at + 2 < encoded.length ? Character.digit(encoded[at + 2], 16) : -1;
      if (lineEnd >= 0) {
        at = lineEnd;
      } else if (high >= 0 && low >= 0) {
        decoded.write(high << 4 | low);
        at += 3;
      } else {
        decoded.write('=');
        at++;
      }
    }
    return decoded.toByteArray();
  }

  /** Where the next line begins, when only space stands before the end of this one; else -1. */
  private static int lineEnd(byte[] encoded, int from) {
    int at = from;
    while (at < encoded.length && (encoded[at] == ' ' || encoded[at] == '\t')) {
      at++;
    }
    if (at == encoded.length) {
      return at;
    }
    if (encoded[at] == '\r') {
      at++;
    }
    if (at < encoded.length && encoded[at] == '\n') {
      return at + 1;
    }
    return at > from && encoded[at - 1] == '\r' ? at : -1;
  }

  /** One line of uuencode; nothing for one that is none. */
  static byte[] uuencodedLine(String line) {
    if (line.isEmpty()) {
      return new byte[0];
    }
    int length = line.charAt(0) - ' ' & 0x3f;
    if (length > LINE_OF_UUENCODE) {
      return new byte[0];
    }
    var decoded = new ByteArrayOutputStream(length + 3);
    for (int at = 1; decoded.size() < length; at += 4) {
      int bits = 0;
      for (int i = 0; i < 4; i++) {
        // Spaces at the end of a line are lost on the way.
        bits = bits << 6 | (at + i < line.length() ? line.charAt(at + i) - ' ' & 0x3f : 0);
      }
      decoded.write(bits >> 16);
      decoded.write(bits >> 8);
      decoded.write(bits);
    }
    return Arrays.copyOf(decoded.toByteArray(), length);
  }

  private static byte[] base64Values() {
    var values = new byte[128];
    Arrays.fill(values, (byte) -1);
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    // What URLs use in the place of the last two.
    values['-'] = 62;
    values['_'] = 63;
    return values;
  }
}
