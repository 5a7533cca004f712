package dev.quaestor.starter.api;

import dev.quaestor.starter.Csv;
import dev.quaestor.starter.view.ActionView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Actions as CSV, RFC 4180. */
final class ActionCsv {
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
          "planHash",
          "group",
          "undoes");

  private ActionCsv() {}

  static String header() {
    return String.join(",", COLUMNS) + Csv.END;
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
                a.planHash(),
                a.group(),
                a.undoes())
            .map(Csv::cell)
            .collect(Collectors.joining(","))
        + Csv.END;
  }
}
