package dev.quaestor.starter;

import dev.quaestor.text.Unseen;
import org.jspecify.annotations.Nullable;

/**
 * Cells of CSV, RFC 4180. What a spreadsheet would run as a formula gets an apostrophe before it,
 * and what cannot be seen becomes a blank, so that a cell is one line and no terminal obeys it:
 * titles and file names are written by attackers.
 */
public final class Csv {
  /** What ends a row. */
  public static final String END = "\r\n";

  private Csv() {}

  /** Nothing for null. */
  public static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    var text = value.toString();
    var seen = Unseen.replaced(text, " ");
    var harmless = startsFormula(seen) || startsFormula(text) ? "'" + seen : seen;
    return harmless.indexOf(',') >= 0 || harmless.indexOf('"') >= 0
        ? '"' + harmless.replace("\"", "\"\"") + '"'
        : harmless;
  }

  /** Also after blanks, which some spreadsheets strip, and in full width, which some fold. */
  private static boolean startsFormula(String text) {
    var stripped = text.strip();
    return !stripped.isEmpty() && "=+-@|\uFF1D\uFF0B\uFF0D\uFF20".indexOf(stripped.charAt(0)) >= 0
        || text.startsWith("\t")
        || text.startsWith("\r");
  }
}
