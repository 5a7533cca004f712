package dev.quaestor.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as text, by what they are labelled with, read as browsers read labels ({@code gb2312} is GB
 * 18030, {@code iso-8859-1} is windows-1252), and by what they look like where the label says
 * nothing: senders of bait leave it out or make it up, and readers' programs show the text all the
 * same.
 */
final class Encodings {
  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final Charset CYRILLIC = Charset.forName("windows-1251");
  private static final Charset RUSSIAN_UNIX = Charset.forName("KOI8-R");
  private static final Charset CHINESE = Charset.forName("GB18030");
  private static final Map<String, Charset> BY_LABEL = table();

  /** Shorter runs of foreign letters are what Western words have in them. */
  private static final int SHORTEST_RUN = 4;

  private static final int ESCAPE = 0x1b;

  private Encodings() {}

  /** Text of which a label is all that was said; null for none. */
  static String text(byte[] bytes, @Nullable String label) {
    var charset = labelled(label).orElse(null);
    if (charset == null || isSaidByHabit(label)) {
      return guessed(bytes);
    }
    if (charset.equals(StandardCharsets.UTF_8) && strict(bytes).isEmpty() && !hasSequence(bytes)) {
      return guessed(bytes);
    }
    return withoutMark(new String(bytes, charset));
  }

  /** What a label stands for; empty for none and for one that nobody knows. */
  static Optional<Charset> labelled(@Nullable String label) {
    if (label == null) {
      return Optional.empty();
    }
    var plain = label.strip().replace("\"", "").replace("'", "").strip().toLowerCase(Locale.ROOT);
    var known = BY_LABEL.get(plain);
    if (known == null) {
      known = BY_LABEL.get(plain.replace('_', '-').replace(' ', '-'));
    }
    if (known != null) {
      return Optional.of(known);
    }
    try {
      return plain.startsWith("utf8") || plain.startsWith("utf-8")
          ? Optional.of(StandardCharsets.UTF_8)
          : Optional.of(Charset.forName(plain));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** ASCII is what programs say that say nothing: no byte beyond it is one of its letters. */
  private static boolean isSaidByHabit(@Nullable String label) {
    return label != null && label.toLowerCase(Locale.ROOT).contains("ascii");
  }

  private static String guessed(byte[] bytes) {
    var marked = byMark(bytes);
    if (marked.isPresent()) {
      return withoutMark(new String(bytes, marked.get()));
    }
    var unicode = strict(bytes);
    if (unicode.isPresent() && !escapesToJapanese(bytes)) {
      return unicode.get();
    }
    return new String(bytes, looksLike(bytes));
  }

  private static Optional<Charset> byMark(byte[] bytes) {
    if (bytes.length < 2) {
      return Optional.empty();
    }
    return switch ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) {
      case 0xfeff -> Optional.of(StandardCharsets.UTF_16BE);
      case 0xfffe -> Optional.of(StandardCharsets.UTF_16LE);
      default -> Optional.empty();
    };
  }

  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** As UTF-8, when every byte of it is. */
  private static Optional<String> strict(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(withoutMark(text));
    } catch (CharacterCodingException broken) {
      return Optional.empty();
    }
  }

  /** Whether any letter beyond ASCII is UTF-8: then the rest of it is damage. */
  private static boolean hasSequence(byte[] bytes) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      var first = bytes[i] & 0xff;
      var next = bytes[i + 1] & 0xff;
      if (first >= 0xc2 && first < 0xf5 && next >= 0x80 && next < 0xc0) {
        return true;
      }
    }
    return false;
  }

  private static boolean escapesToJapanese(byte[] bytes) {
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == ESCAPE
          && bytes[i + 1] == '$'
          && (bytes[i + 2] == 'B' || bytes[i + 2] == '@')) {
        return true;
      }
    }
    return false;
  }

  /**
   * By the runs of bytes beyond ASCII. Western words have single ones; Chinese text has runs, each
   * of an even length; Cyrillic words have runs of any length, mostly of lower-case letters, which
   * are the upper half of the letters in one of its encodings and the lower half in the other.
   */
  private static Charset looksLike(byte[] bytes) {
    if (escapesToJapanese(bytes)) {
      return BY_LABEL.getOrDefault("iso-2022-jp", WESTERN);
    }
    int beyond = 0;
    int inRuns = 0;
    int odd = 0;
    int upper = 0;
    int letters = 0;
    for (int i = 0; i < bytes.length; i++) {
      int start = i;
      while (i < bytes.length && bytes[i] < 0) {
        var value = bytes[i] & 0xff;
        letters += value >= 0xc0 ? 1 : 0;
        upper += value >= 0xe0 ? 1 : 0;
        i++;
      }
      var run = i - start;
      beyond += run;
      inRuns += run >= SHORTEST_RUN ? run : 0;
      odd += run % 2;
    }
    if (inRuns * 2 < beyond) {
      return WESTERN;
    }
    if (odd == 0) {
      return CHINESE;
    }
    return upper * 2 >= letters ? CYRILLIC : RUSSIAN_UNIX;
  }

  private static Map<String, Charset> table() {
    var table = new HashMap<String, Charset>();
    var stream =
        Objects.requireNonNull(
            Encodings.class.getResourceAsStream("encodings.txt"), "encodings.txt is not shipped");
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                var colon = line.indexOf(": ");
                var name = line.substring(0, colon);
                // A few of them no Java has.
                if (Charset.isSupported(name)) {
                  for (var label : line.substring(colon + 2).split(" ")) {
                    table.put(label, Charset.forName(name));
                  }
                }
              });
      return Map.copyOf(table);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
