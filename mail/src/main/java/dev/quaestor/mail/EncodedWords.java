package dev.quaestor.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encoded words (RFC 2047) as readers' programs show them: a letter whose bytes are torn over two
 * words is one letter, and a word that stands where none may is one all the same.
 */
final class EncodedWords {
  private EncodedWords() {}

  /**
   * One word as it stands.
   *
   * @param end where the text goes on behind it
   */
  private record Word(String charset, byte[] bytes, int end) {}

  static String decode(String text) {
    if (text.indexOf("=?") < 0) {
      return text;
    }
    var decoded = new StringBuilder();
    var torn = new ByteArrayOutputStream();
    String charset = null;
    int at = 0;
    while (at < text.length()) {
      var word = wordAt(text, at);
      if (word == null) {
        // Only space between two words belongs to neither.
        var next = charset == null ? -1 : afterSpace(text, at);
        if (next > at && wordAt(text, next) != null) {
          at = next;
          continue;
        }
        flush(decoded, torn, charset);
        charset = null;
        decoded.append(text.charAt(at++));
        continue;
      }
      if (charset != null && !charset.equalsIgnoreCase(word.charset())) {
        flush(decoded, torn, charset);
      }
      charset = word.charset();
      torn.writeBytes(word.bytes());
      at = word.end();
    }
    flush(decoded, torn, charset);
    return decoded.toString();
  }

  private static void flush(
      StringBuilder decoded, ByteArrayOutputStream torn, @Nullable String charset) {
    if (torn.size() > 0) {
      decoded.append(Encodings.text(torn.toByteArray(), charset));
      torn.reset();
    }
  }

  private static int afterSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static @Nullable Word wordAt(String text, int start) {
    if (!text.startsWith("=?", start)) {
      return null;
    }
    var afterCharset = text.indexOf('?', start + 2);
    if (afterCharset < 0 || afterCharset + 2 >= text.length() || afterCharset - start > 80) {
      return null;
    }
    var encoding = Character.toUpperCase(text.charAt(afterCharset + 1));
    if ((encoding != 'B' && encoding != 'Q') || text.charAt(afterCharset + 2) != '?') {
      return null;
    }
    var end = text.indexOf("?=", afterCharset + 3);
    if (end < 0) {
      return null;
    }
    var charset = text.substring(start + 2, afterCharset);
    // RFC 2231 puts a language behind a star.
    var star = charset.indexOf('*');
    var body = text.substring(afterCharset + 3, end).getBytes(StandardCharsets.UTF_8);
    return new Word(
        star < 0 ? charset : charset.substring(0, star),
        encoding == 'B'
            ? TransferEncoding.base64(body)
            : TransferEncoding.quotedPrintable(underscored(body)),
        end + 2);
  }

  private static byte[] underscored(byte[] body) {
    var spaced = body.clone();
    for (int i = 0; i < spaced.length; i++) {
      spaced[i] = spaced[i] == '_' ? (byte) ' ' : spaced[i];
    }
    return spaced;
  }
}
