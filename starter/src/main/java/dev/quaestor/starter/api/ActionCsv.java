package dev.quaestor.starter.api;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Actions as CSV, RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe
 * before it: titles and file names are written by attackers.
 */
final class ActionCsv {
  private static final String END = "\r\n";

  private static final List<String> COLUMNS =
      List.of(
          "actionId",
          "createdAt",
          "type",
          "summary",
          "targetKey",
          "investigationId",
          "source",
          "gate",
          "verdict",
          "decision",
          "decidedBy",
          "decidedAt",
          "comment",
          "verified",
          "expiresAt",
          "execution",
          "outcome",
          "undo",
          "startedAt",
          "finishedAt",
          "requestedBy",
          "ruleId",
          "planHash");

  private ActionCsv() {}

  static String header() {
    return String.join(",", COLUMNS) + END;
  }

  static String row(ActionView a) {
    return Stream.<@Nullable Object>of(
                a.actionId(),
                a.createdAt(),
                a.type(),
                a.summary(),
                a.targetKey(),
                a.investigationId(),
                a.source(),
                a.gate(),
                a.verdict(),
                a.decision(),
                a.decidedBy(),
                a.decidedAt(),
                a.comment(),
                a.verified(),
                a.expiresAt(),
                a.execution(),
                a.outcome(),
                a.undo(),
                a.startedAt(),
                a.finishedAt(),
                a.requestedBy(),
                a.ruleId(),
                a.planHash())
            .map(ActionCsv::cell)
            .collect(Collectors.joining(","))
        + END;
  }

  static String cell(@Nullable Object value) {
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
