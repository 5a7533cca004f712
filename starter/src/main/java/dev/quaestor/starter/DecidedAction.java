package dev.quaestor.starter;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.ActionRow.DecisionView;
import dev.quaestor.starter.ledger.ActionRow.UndoView;
import dev.quaestor.starter.ledger.UndoState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An action as it stands when the workflow has answered and its events are still on their way to
 * the ledger. Whoever just decided must not read that it is still pending.
 */
final class DecidedAction {
  private DecidedAction() {}

  static ActionRow with(ActionRow row, Decision decision) {
    return row.decision().status() == DecisionStatus.PENDING
        ? new ActionRow(
            row.actionId(),
            row.investigationId(),
            row.workflowId(),
            row.action(),
            row.plan(),
            view(decision, row.decision()),
            row.execution(),
            row.undo(),
            row.createdAt(),
            row.of())
        : row;
  }

  private static DecisionView view(Decision decision, DecisionView shown) {
    return switch (decision) {
      case Decision.Pending pending ->
          new DecisionView(
              DecisionStatus.PENDING,
              null,
              null,
              null,
              null,
              null,
              shown.expiresAt(),
              null,
              pending.given(),
              pending.told());
      case Decision.NotNeeded none -> decidedByNobody(DecisionStatus.NOT_NEEDED, null, shown);
      case Decision.Expired expired -> decidedByNobody(DecisionStatus.EXPIRED, expired.at(), shown);
      case Decision.Superseded superseded ->
          new DecisionView(
              DecisionStatus.SUPERSEDED,
              null,
              superseded.at(),
              superseded.because(),
              null,
              null,
              shown.expiresAt(),
              superseded.by(),
              shown.given(),
              shown.told());
      case Decision.ByPerson person ->
          new DecisionView(
              person.status(),
              person.approver(),
              person.at(),
              person.comment(),
              person.verified(),
              person.channel(),
              shown.expiresAt(),
              null,
              person.after(),
              shown.told());
    };
  }

  private static DecisionView decidedByNobody(
      DecisionStatus status, @Nullable Instant at, DecisionView shown) {
    return new DecisionView(
        status, null, at, null, null, null, shown.expiresAt(), null, shown.given(), shown.told());
  }

  /** The same with its undo under way. */
  static ActionRow withUndoRunning(
      ActionRow row, String undoId, String requestedBy, @Nullable String comment) {
    return row.undo().state() == UndoState.RUNNING || row.undo().state() == UndoState.UNDONE
        ? row
        : new ActionRow(
            row.actionId(),
            row.investigationId(),
            row.workflowId(),
            row.action(),
            row.plan(),
            row.decision(),
            row.execution(),
            new UndoView(UndoState.RUNNING, undoId, requestedBy, comment, null, null),
            row.createdAt(),
            row.of());
  }
}
