package dev.quaestor.starter.view;

import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.text.Counted;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a case is, in a sentence or two that one can read aloud. */
final class CaseSummary {
  private CaseSummary() {}

  static String of(CaseRow row) {
    return found(row.pieces()) + waits(row);
  }

  private static String found(CaseRow.Pieces pieces) {
    if (pieces.all() == 0) {
      return "Nothing has been examined yet.";
    }
    var of = " of " + Counted.of(pieces.all(), "piece of evidence", "pieces of evidence");
    var bad =
        Stream.of(
                judged(pieces.malicious(), "malicious"), judged(pieces.suspicious(), "suspicious"))
            .flatMap(part -> part)
            .collect(Collectors.joining(", "));
    if (!bad.isEmpty()) {
      int first = pieces.malicious() > 0 ? pieces.malicious() : pieces.suspicious();
      // "2 of 7 pieces of evidence are malicious, 1 is suspicious."
      return first + of + bad.substring(Integer.toString(first).length()) + ".";
    }
    return pieces.unknown() == 0
        ? "No threats were found in "
            + Counted.of(pieces.all(), "piece of evidence", "pieces of evidence")
            + "."
        : "Nothing bad was found, but of "
            + pieces.unknown()
            + of
            + " it is not known what "
            + Counted.verb(pieces.unknown(), "it is", "they are")
            + ".";
  }

  private static Stream<String> judged(int count, String how) {
    return count == 0
        ? Stream.empty()
        : Stream.of(count + " " + Counted.verb(count, "is ", "are ") + how);
  }

  private static String waits(CaseRow row) {
    int pending = row.pendingActions();
    return pending == 0
        ? ""
        : " %s %s for a decision."
            .formatted(
                Counted.of(pending, "action", "actions"), Counted.verb(pending, "waits", "wait"));
  }
}
