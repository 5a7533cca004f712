package dev.quaestor.starter.web;

import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.PageView;
import dev.quaestor.text.Counted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was decided and done, the last planned first. */
record HistoryList(
    List<Row> rows,
    String summary,
    boolean filtered,
    @Nullable String previous,
    @Nullable String next) {

  /**
   * One action.
   *
   * @param when it was planned, by which the list is sorted
   * @param decided when, where a person did
   * @param outcome what was seen on the back end, one sentence; what machines want stands in
   *     details
   * @param noUndo why it cannot be undone, where somebody would look for the button; else null
   */
  record Row(
      String actionId,
      String when,
      String full,
      String act,
      String on,
      String where,
      String decision,
      @Nullable String by,
      @Nullable String decided,
      @Nullable String said,
      Tag result,
      @Nullable String outcome,
      boolean running,
      boolean mayBeUndone,
      @Nullable String noUndo) {

    static Row of(ActionView action, Moments moments) {
      var decided = ActionSheet.decided(action, moments);
      return new Row(
          action.actionId(),
          moments.at(action.createdAt()),
          moments.full(action.createdAt()),
          action.title(),
          ActionSheet.target(action),
          ActionSheet.where(action),
          decided.word(),
          decided.by(),
          decided.by() == null ? null : decided.when(),
          decided.comment(),
          Words.result(action),
          outcome(action),
          isRunning(action),
          action.undo().mayBeTried(),
          noUndo(action));
    }

    private static @Nullable String outcome(ActionView action) {
      var undone = action.undoOutcome();
      if (undone == null) {
        return action.outcome() == null ? null : Words.outcome(action.outcome());
      }
      var by = action.undoRequestedBy();
      return (by == null ? "" : by + ": ") + Words.outcome(Words.withoutHolders(undone));
    }

    private static boolean isRunning(ActionView action) {
      return action.undo() == UndoState.RUNNING
          || switch (action.execution()) {
            case RUNNING, WAITING_FOR_RESOURCE -> true;
            case NOT_STARTED ->
                action.decision() == DecisionStatus.APPROVED
                    || action.decision() == DecisionStatus.NOT_NEEDED;
            case SUCCEEDED,
                ALREADY_IN_STATE,
                PARTIALLY_SUCCEEDED,
                FAILED,
                UNSUPPORTED,
                UNKNOWN,
                HELD_BY_OTHERS,
                CHANGED_SINCE ->
                false;
          };
    }

    private static @Nullable String noUndo(ActionView action) {
      if (!action.execution().isGood() || action.undo() != UndoState.NOT_UNDOABLE) {
        return null;
      }
      return action.type().undoable() || action.type().onlyReads()
          ? "Changed nothing"
          : "Cannot be undone";
    }
  }

  static HistoryList of(PageView<ActionView> page, Query query, Moments moments, boolean filtered) {
    return new HistoryList(
        page.items().stream().map(a -> Row.of(a, moments)).toList(),
        (page.totalIsCapped() ? "More than " : "") + Counted.of(page.total(), "action", "actions"),
        filtered,
        query.at("/history", page.previousCursor()),
        query.at("/history", page.nextCursor()));
  }
}
