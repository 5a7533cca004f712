package dev.quaestor.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that stand in a text, as they did before MIME: between {@code begin 644 name} and {@code
 * end} (uuencode), between {@code =ybegin} and {@code =yend} (yEnc). Programs show them as
 * attachments to this day.
 *
 * @param rest the text without them
 */
record InlineFiles(List<File> files, byte[] rest) {
  private static final int MOST_FILES = 50;

  /** A file and the name that its first line gives it. */
  record File(String name, byte[] content) {}

  static InlineFiles in(byte[] text) {
    var lines = new Lines(text);
    var files = new ArrayList<File>();
    var rest = new ByteArrayOutputStream(text.length);
    while (lines.next()) {
      var name = lines.beginsUuencode();
      if (name.isEmpty()) {
        name = lines.beginsYenc();
        if (name.isEmpty() || files.size() == MOST_FILES) {
          lines.copyTo(rest);
        } else {
          files.add(new File(name, yenc(lines)));
        }
      } else if (files.size() == MOST_FILES || !lines.isFollowedByUuencode()) {
        lines.copyTo(rest);
      } else {
        files.add(new File(name, uuencode(lines)));
      }
    }
    return new InlineFiles(files, rest.toByteArray());
  }

  private static byte[] uuencode(Lines lines) {
    var content = new ByteArrayOutputStream();
    while (lines.next()) {
      var line = lines.text();
      if (line.strip().equals("end")) {
        break;
      }
      content.writeBytes(TransferEncoding.uuencodedLine(line));
    }
    return content.toByteArray();
  }

  private static byte[] yenc(Lines lines) {
    var content = new ByteArrayOutputStream();
    while (lines.next()) {
      var line = lines.text();
      if (line.startsWith("=yend")) {
        break;
      }
      if (line.startsWith("=ypart ")) {
        continue;
      }
      for (int i = 0; i < line.length(); i++) {
        var escaped = line.charAt(i) == '=' && i + 1 < line.length();
        content.write(escaped ? line.charAt(++i) - 64 - 42 : line.charAt(i) - 42);
      }
    }
    return content.toByteArray();
  }

  /** A text line by line, each byte a character. */
  private static final class Lines {
    private final byte[] text;
    private int start;
    private int end;
    private int after;

    Lines(byte[] text) {
      this.text = text;
    }

    boolean next() {
      if (after >= text.length) {
        return false;
      }
      start = after;
      end = start;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      after = Math.min(text.length, end + 1);
      if (end > start && text[end - 1] == '\r') {
        end--;
      }
      return true;
    }

    String text() {
      return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    }

    void copyTo(ByteArrayOutputStream other) {
      other.write(text, start, after - start);
    }

    private boolean startsWith(String word) {
      return end - start > word.length()
          && new String(text, start, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }

    /**
     * The name, empty when it is no such line: {@code begin}, three or four octal digits, a name.
     */
    String beginsUuencode() {
      if (!startsWith("begin ")) {
        return "";
      }
      var words = text().split(" ", 3);
      var octal = words.length == 3 && words[1].length() >= 3 && words[1].length() <= 5;
      return octal && words[1].chars().allMatch(c -> c >= '0' && c <= '7') ? words[2].strip() : "";
    }

    String beginsYenc() {
      if (!startsWith("=ybegin ")) {
        return "";
      }
      var name = text().indexOf(" name=");
      return name < 0 ? "" : text().substring(name + 6).strip();
    }

    /** "Begin 644 things" may begin a sentence, too: what follows must be as long as it says. */
    boolean isFollowedByUuencode() {
      var ahead = new Lines(text);
      ahead.after = after;
      if (!ahead.next()) {
        return false;
      }
      var line = ahead.text();
      if (line.isEmpty() || line.strip().equals("end")) {
        return line.strip().equals("end");
      }
      int length = line.charAt(0) - ' ' & 0x3f;
      var full = 1 + (length + 2) / 3 * 4;
      return line.chars().allMatch(c -> c >= ' ' && c <= '`')
          && line.length() <= full + 2
          && (length == 0 || line.stripTrailing().length() >= 2);
    }
  }
}
