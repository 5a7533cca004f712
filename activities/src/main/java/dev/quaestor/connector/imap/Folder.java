package dev.quaestor.connector.imap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/**
 * A folder of a mailbox.
 *
 * @param name as people read it
 * @param wire as the server writes it, in modified UTF-7 (RFC 3501 §5.1.3); told back byte for byte
 * @param marks what it is for, such as {@code \junk}, in lower case
 */
record Folder(String name, String wire, Set<String> marks) {
  static final String INBOX = "INBOX";

  Folder {
    marks = Set.copyOf(marks);
  }

  static Folder named(String name) {
    return new Folder(name, encoded(name), Set.of());
  }

  static Folder of(String wire, Set<String> marks) {
    return new Folder(wire.equalsIgnoreCase(INBOX) ? INBOX : decoded(wire), wire, marks);
  }

  boolean isMarked(String mark) {
    return marks.contains(mark);
  }

  /** Mail that its owner wrote, and has sent to others. */
  boolean isOfOwner() {
    return isMarked("\\sent") || isMarked("\\drafts");
  }

  static String encoded(String name) {
    var wire = new StringBuilder();
    for (int at = 0; at < name.length(); ) {
      var plain = name.charAt(at);
      if (plain >= ' ' && plain <= '~') {
        wire.append(plain == '&' ? "&-" : String.valueOf(plain));
        at++;
        continue;
      }
      var end = at;
      while (end < name.length() && (name.charAt(end) < ' ' || name.charAt(end) > '~')) {
        end++;
      }
      var utf16 = name.substring(at, end).getBytes(StandardCharsets.UTF_16BE);
      wire.append('&')
          .append(Base64.getEncoder().withoutPadding().encodeToString(utf16).replace('/', ','))
          .append('-');
      at = end;
    }
    return wire.toString();
  }

  /** What is not well encoded is its own name. */
  static String decoded(String wire) {
    var name = new StringBuilder();
    for (int at = 0; at < wire.length(); ) {
      if (wire.charAt(at) != '&') {
        name.append(wire.charAt(at++));
        continue;
      }
      var end = wire.indexOf('-', at);
      if (end < 0) {
        return wire;
      }
      if (end == at + 1) {
        name.append('&');
      } else {
        try {
          var bytes = Base64.getDecoder().decode(wire.substring(at + 1, end).replace(',', '/'));
          CharBuffer text = StandardCharsets.UTF_16BE.newDecoder().decode(ByteBuffer.wrap(bytes));
          name.append(text);
        } catch (IllegalArgumentException | CharacterCodingException broken) {
          return wire;
        }
      }
      at = end + 1;
    }
    return name.toString();
  }
}
