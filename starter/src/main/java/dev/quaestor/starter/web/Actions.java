package dev.quaestor.starter.web;

import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.AlertRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PendingQuestion;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.UndoPreviewView;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading actions, as whoever looks may see them. */
final class Actions {
  private static final int MOST_ALERTS = 3;

  private Actions() {}

  /**
   * What the alerts of its case say themselves.
   *
   * @param about severity, source and techniques
   */
  record Alerted(String title, String about, @Nullable String description) {
    static Alerted of(AlertRow alert) {
      return new Alerted(
          alert.title(),
          ActionSheet.dot(
              Words.severity(alert.severity()) + " severity",
              Words.alertSource(alert.source()),
              String.join(", ", alert.techniques())),
          alert.description());
    }
  }

  /** The first alerts of the case that asks; none for what does not wait, and for an order. */
  static List<Alerted> alerts(Ledger ledger, ActionView action) {
    var id = action.investigationId();
    return id == null || action.pending() == null
        ? List.of()
        : ledger.firstAlerts(id, MOST_ALERTS).stream().map(Alerted::of).toList();
  }

  static Optional<ActionView> view(Ledger ledger, String actionId, Caller caller) {
    return views(ledger, List.of(actionId), caller).stream().findFirst();
  }

  /** Those of them that there are for whoever looks, in the same order. */
  static List<ActionView> views(Ledger ledger, Collection<String> actionIds, Caller caller) {
    return views(
        ledger, actionIds.stream().flatMap(id -> ledger.question(id).stream()).toList(), caller);
  }

  static List<ActionView> views(Ledger ledger, List<PendingQuestion> questions, Caller caller) {
    var told = ledger.told(questions.stream().map(PendingQuestion::action).toList());
    return questions.stream()
        .map(
            question ->
                ActionView.of(
                    question,
                    Objects.requireNonNull(told.get(question.action().actionId())),
                    caller))
        .toList();
  }

  /** As the drawer tells of it. */
  static ActionSheet sheet(Ledger ledger, ActionView action, Caller caller, Moments moments) {
    var neededBy =
        action.undo() == UndoState.HELD_BY_OTHERS
            ? ledger
                .undoOutlook(action.actionId())
                .map(outlook -> Needed.of(UndoPreviewView.of(outlook, caller), moments))
                .orElse(List.of())
            : List.<Needed>of();
    return ActionSheet.of(action, neededBy, moments);
  }
}
