package dev.quaestor.starter.web;

import dev.quaestor.alert.Severity;
import dev.quaestor.starter.view.InvestigationRowView;
import dev.quaestor.starter.view.PageView;
import dev.quaestor.text.Counted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Investigations in a list: those that a person should look at first, then the newest. */
record CaseList(
    List<Row> rows,
    String summary,
    boolean filtered,
    @Nullable String previous,
    @Nullable String next) {

  /** One of them. */
  record Row(
      String investigationId,
      String title,
      String summary,
      boolean attention,
      @Nullable String assignee,
      List<String> tags,
      Tag state,
      Tag verdict,
      String severity,
      boolean high,
      String started,
      String full,
      @Nullable String waiting,
      String size) {
    static Row of(InvestigationRowView view, Moments moments) {
      return new Row(
          view.investigationId(),
          view.title(),
          view.summary(),
          view.attention(),
          view.assignee(),
          view.tags(),
          Words.state(view.state()),
          Words.verdict(view.verdict()),
          Words.severity(view.severity()),
          view.severity() == Severity.HIGH,
          moments.at(view.startedAt()),
          moments.full(view.startedAt()),
          view.pendingActions() == 0
              ? null
              : Counted.of(view.pendingActions(), "decision", "decisions"),
          Counted.of(view.alerts(), "alert", "alerts")
              + ", "
              + Counted.of(view.evidence(), "piece of evidence", "pieces of evidence"));
    }
  }

  static CaseList of(
      PageView<InvestigationRowView> page, Query query, Moments moments, boolean filtered) {
    return new CaseList(
        page.items().stream().map(v -> Row.of(v, moments)).toList(),
        (page.totalIsCapped() ? "More than " : "")
            + Counted.of(page.total(), "investigation", "investigations"),
        filtered,
        query.at("/investigations", page.previousCursor()),
        query.at("/investigations", page.nextCursor()));
  }
}
