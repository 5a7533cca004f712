package dev.quaestor.starter;

import org.jspecify.annotations.Nullable;

/**
 * Cells of CSV, RFC 4180. What a spreadsheet would run as a formula gets an apostrophe before it:
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
    var harmless = startsFormula(text) ? "'" + text : text;
    return harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
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
