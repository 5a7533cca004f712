package dev.quaestor.starter;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.starter.ledger.ActionRow;
import java.util.Optional;

/** What became of the wish that an approver takes an action back. */
public sealed interface UndoProposal {

  /**
   * It stands before the approvers, by this call or by one before.
   *
   * @param actionId the proposal's own
   * @param row empty when the ledger does not know of it yet
   */
  record Standing(String actionId, RemediationAction inverse, Optional<ActionRow> row)
      implements UndoProposal {}

  /** The action cannot be undone, because. */
  record NotUndoable(String because) implements UndoProposal {}
}
