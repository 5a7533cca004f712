package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One response of an IMAP server, taken apart: atoms, strings and lists of them (RFC 9051 §4).
 *
 * @param parts in order; an atom is an {@link Atom}, a string {@link Text}, a list {@link Several}
 * @param line the whole as text, without the contents of literals; for status responses
 */
record ImapAnswer(List<Part> parts, String line) {
  private static final int DEEPEST = 20;
  private static final int MOST_PARTS = 300_000;
  private static final int MOST_LITERALS = 1000;

  /** What a response is made of. */
  sealed interface Part {}

  record Atom(String word) implements Part {}

  @SuppressWarnings("ArrayRecordComponent")
  record Text(byte[] bytes) implements Part {
    String latin() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  record Several(List<Part> parts) implements Part {}

  /** Reads one, with its literals. */
  static ImapAnswer read(Wire wire, int mostOfLiteral) throws IOException {
    var reading = new Reading(wire, mostOfLiteral);
    reading.next();
    var first = reading.text();
    // Text for people follows, in which anything may stand.
    if (isStatus(first) || first.startsWith("+")) {
      return new ImapAnswer(List.of(), first);
    }
    return new ImapAnswer(reading.list(false, 0), first);
  }

  private static boolean isStatus(String line) {
    var words = line.split(" ", 3);
    return words.length > 1
        && switch (words[1].toUpperCase(java.util.Locale.ROOT)) {
          case "OK", "NO", "BAD", "BYE", "PREAUTH" -> true;
          default -> false;
        };
  }

  /** The response code of a status response, as {@code COPYUID 3 4 5}; empty where it has none. */
  Optional<String> code() {
    var words = line.split(" ", 3);
    if (words.length < 3 || !words[2].startsWith("[")) {
      return Optional.empty();
    }
    var end = words[2].indexOf(']');
    return end < 0 ? Optional.empty() : Optional.of(words[2].substring(1, end));
  }

  /** The word at a place; empty for whatever is no atom. */
  String word(int place) {
    return place < parts.size() && parts.get(place) instanceof Atom atom ? atom.word() : "";
  }

  /** Where it is read. */
  private static final class Reading {
    private final Wire wire;
    private final int mostOfLiteral;
    private byte[] line = new byte[0];
    private int at;
    private int count;
    private int literals;

    Reading(Wire wire, int mostOfLiteral) {
      this.wire = wire;
      this.mostOfLiteral = mostOfLiteral;
    }

    void next() throws IOException {
      line = wire.line();
      at = 0;
    }

    String text() {
      return new String(line, StandardCharsets.ISO_8859_1);
    }

    private ConnectorException malformed() {
      return new ConnectorException(Kind.MALFORMED_ANSWER, "IMAP: it sends what makes no sense");
    }

    List<Part> list(boolean inBrackets, int depth) throws IOException {
      if (depth > DEEPEST) {
        throw malformed();
      }
      var parts = new ArrayList<Part>();
      while (true) {
        while (at < line.length && line[at] == ' ') {
          at++;
        }
        if (at == line.length) {
          if (inBrackets) {
            throw malformed();
          }
          return parts;
        }
        if (++count > MOST_PARTS) {
          throw ConnectorException.tooLarge("IMAP: it sends a response without end");
        }
        switch (line[at]) {
          case '(' -> {
            at++;
            parts.add(new Several(list(true, depth + 1)));
          }
          case ')' -> {
            if (!inBrackets) {
              throw malformed();
            }
            at++;
            return parts;
          }
          case '"' -> parts.add(quoted());
          case '{' -> parts.add(literal());
          default -> parts.add(atom());
        }
      }
    }

    private Text quoted() {
      var text = new ByteArrayOutputStream();
      for (at++; at < line.length && line[at] != '"'; at++) {
        if (line[at] == '\\' && at + 1 < line.length) {
          at++;
        }
        text.write(line[at]);
      }
      if (at == line.length) {
        throw malformed();
      }
      at++;
      return new Text(text.toByteArray());
    }

    private Text literal() throws IOException {
      var size = text().substring(at + 1);
      if (!size.endsWith("}") || ++literals > MOST_LITERALS) {
        throw malformed();
      }
      var digits = size.substring(0, size.length() - 1);
      if (digits.isEmpty() || digits.length() > 18 || !isNumber(digits)) {
        throw malformed();
      }
      var bytes = wire.literal(Long.parseLong(digits), mostOfLiteral);
      next();
      return new Text(bytes);
    }

    private Atom atom() {
      var word = new StringBuilder();
      var brackets = 0;
      for (; at < line.length; at++) {
        var next = (char) (line[at] & 0xff);
        if (brackets == 0 && (next == ' ' || next == '(' || next == ')')) {
          break;
        }
        brackets += next == '[' ? 1 : next == ']' ? -1 : 0;
        word.append(next);
      }
      return new Atom(word.toString());
    }
  }

  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
