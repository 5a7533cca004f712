package dev.quaestor.starter;

import dev.quaestor.starter.ledger.ActionRow;

/** What became of the wish to take an action back. */
public sealed interface UndoAnswer {

  /** It is being undone, by this call or by one before. */
  record Running(ActionRow action, String workflowId) implements UndoAnswer {}

  /** It was undone already. */
  record Undone(ActionRow action) implements UndoAnswer {}

  /** It cannot be, because. */
  record NotUndoable(ActionRow action, String because) implements UndoAnswer {}

  /** It could not be asked for. */
  record Unheard(ActionRow action, TemporalException why) implements UndoAnswer {}
}
