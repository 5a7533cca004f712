package dev.quaestor.starter.web;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.PageView;
import dev.quaestor.text.Counted;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits, as the first page shows it.
 *
 * @param of the address that shows the same list from its front, without an open drawer
 * @param previous the page before; null on the first
 * @param next the page behind; null on the last
 */
record PendingList(
    List<Row> rows,
    String heading,
    long total,
    boolean filtered,
    String of,
    @Nullable String previous,
    @Nullable String next) {

  /**
   * One question to people.
   *
   * @param on what it is done to, by name
   * @param where the device, its group and system; empty for what is done to no device
   * @param why the heaviest finding's sentence
   * @param cases in how many cases it waits, where that is more than one
   * @param done what was decided, where it waits no longer and stays until the person moves on
   */
  record Row(
      String actionId,
      String planHash,
      String left,
      boolean soon,
      String expires,
      String machine,
      String act,
      String on,
      String where,
      @Nullable String proposedBy,
      @Nullable String cases,
      Tag verdict,
      String why,
      @Nullable String severity,
      boolean high,
      @Nullable String investigationId,
      @Nullable String investigation,
      boolean undoable,
      boolean mayDecide,
      @Nullable String done) {

    static Row of(ActionView action, Moments moments) {
      var expires = Objects.requireNonNullElse(action.expiresAt(), moments.now());
      var asked = action.pending();
      var cases = Objects.requireNonNullElse(action.cases(), 1);
      return new Row(
          action.actionId(),
          action.planHash(),
          moments.left(expires),
          moments.soon(expires),
          moments.full(expires),
          moments.machine(expires),
          action.title(),
          ActionSheet.target(action),
          ActionSheet.where(action),
          action.requestedBy(),
          cases < 2 ? null : "Waits in " + Counted.of(cases, "case", "cases"),
          Words.verdict(Objects.requireNonNullElse(action.verdict(), Verdict.UNKNOWN)),
          action.top() == null ? action.because() : action.top().sentence(),
          action.severity() == null ? null : Words.severity(action.severity()),
          action.severity() == Severity.HIGH,
          action.investigationId(),
          action.investigationTitle(),
          action.type().undoable(),
          asked != null && asked.mayDecide(),
          asked == null ? Words.decision(action.decision()) : null);
    }
  }

  static PendingList of(PageView<ActionView> page, Query query, Frame frame, boolean filtered) {
    var moments = frame.moments();
    return new PendingList(
        page.items().stream().map(a -> Row.of(a, moments)).toList(),
        filtered ? narrowed(page) : frame.heading(),
        page.total(),
        filtered,
        query.without("/", "open", Query.CURSOR),
        query.at("/", page.previousCursor()),
        query.at("/", page.nextCursor()));
  }

  private static String narrowed(PageView<ActionView> page) {
    return page.total() == 0
        ? "No pending action matches"
        : (page.totalIsCapped() ? "More than " : "")
            + Counted.of(page.total(), "pending action matches", "pending actions match");
  }
}
