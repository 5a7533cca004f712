package dev.quaestor.starter.view;

import dev.quaestor.starter.Csv;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.Ledger;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Actions as CSV, RFC 4180. */
public final class ActionCsv {
  /** As many as one document ever has; a longer history is read page by page. */
  private static final int MOST = 50_000;

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
          "undoes",
          "connector");

  private ActionCsv() {}

  /**
   * Answers with all that a filter lets pass, page by page. The first page is read before the first
   * byte goes out, so that a failure is still told as one.
   *
   * @param all whether the pages behind the first are written too
   */
  public static void answer(
      HttpServletResponse response, Ledger ledger, ActionFilter filter, boolean all, Caller by)
      throws IOException {
    var rows = ledger.actions(filter);
    response.setContentType("text/csv;charset=UTF-8;header=present");
    response.setHeader("Content-Disposition", "attachment; filename=\"quaestor-actions.csv\"");
    try (var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
      out.write(header());
      for (int written = 0; ; ) {
        var told = ledger.told(rows.items());
        for (var row : rows.items()) {
          out.write(row(ActionView.of(row, Objects.requireNonNull(told.get(row.actionId())), by)));
        }
        written += rows.items().size();
        if (!all || rows.last() == null || written >= MOST) {
          return;
        }
        rows = ledger.actions(filter.after(rows.last()));
      }
    }
  }

  private static String header() {
    return String.join(",", COLUMNS) + Csv.END;
  }

  private static String row(ActionView a) {
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
                a.undoes(),
                a.connector())
            .map(Csv::cell)
            .collect(Collectors.joining(","))
        + Csv.END;
  }
}
