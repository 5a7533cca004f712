package dev.quaestor.analyzer.host;

import com.google.re2j.Pattern;
import java.text.Normalizer;

/**
 * Text with what hides it from filters taken off: invisible characters inside words, letters of
 * other scripts that are drawn like Latin ones, full-width and decorated forms.
 */
public final class Letters {
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cf}\\x{034f}\\x{115f}\\x{1160}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  /** Cyrillic and Greek letters and the Latin ones that they are drawn like (Unicode TS 39). */
  private static final String FOREIGN = "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";

  private static final String LATIN = "aeopcyxijshdqwABEKMHOPCTXIJSABEZHIKMNOPTYXo";

  private Letters() {}

  public static String latin(String text) {
    var visible = HIDDEN.matcher(text).replaceAll("");
    if (visible.chars().anyMatch(c -> c > 0x7f)) {
      var plain = MARKS.matcher(Normalizer.normalize(visible, Normalizer.Form.NFKD)).replaceAll("");
      var drawn = new StringBuilder(plain.length());
      plain.chars().forEach(c -> drawn.append(drawnLike((char) c)));
      visible = drawn.toString();
    }
    return SPACES.matcher(visible).replaceAll(" ").strip();
  }

  private static char drawnLike(char c) {
    var at = c > 0x7f ? FOREIGN.indexOf(c) : -1;
    return at < 0 ? typographic(c) : LATIN.charAt(at);
  }

  private static char typographic(char c) {
    return switch (c) {
      case '\u2018', '\u2019', '\u00b4', '`' -> '\'';
      case '\u201c', '\u201d' -> '"';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014' -> '-';
      default -> c;
    };
  }
}
