package dev.quaestor.analyzer.host;

import com.google.re2j.Pattern;
import dev.quaestor.text.Unseen;
import java.text.Normalizer;

/**
 * Text with what hides it from filters taken off: invisible characters inside words, letters of
 * other scripts that are drawn like Latin ones, full-width and decorated forms.
 */
public final class Letters {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  /** Cyrillic and Greek letters and the Latin ones that they are drawn like (Unicode TS 39). */
  private static final String FOREIGN = "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";

  private static final String LATIN = "aeopcyxijshdqwABEKMHOPCTXIJSABEZHIKMNOPTYXo";

  private Letters() {}

  public static String latin(String text) {
    var visible = Unseen.removed(blanksPlain(text));
    if (visible.chars().anyMatch(c -> c > 0x7f)) {
      var plain = MARKS.matcher(Normalizer.normalize(visible, Normalizer.Form.NFKD)).replaceAll("");
      var drawn = new StringBuilder(plain.length());
      plain.chars().forEach(c -> drawn.append(drawnLike((char) c)));
      visible = drawn.toString();
    }
    return SPACES.matcher(visible).replaceAll(" ").strip();
  }

  /** By the JDK: RE2/J takes U+180E for a blank, which it has not been since Unicode 6.3. */
  private static String blanksPlain(String text) {
    return text.codePoints()
        .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
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
