package dev.quaestor.starter.ledger;

/** Where the undo of an action stands. */
public enum UndoState {
  /** It has no inverse, did not run, or changed nothing. */
  NOT_UNDOABLE,
  AVAILABLE,
  RUNNING,
  UNDONE,
  /** Tried and not, or not wholly, taken back. It may be tried again. */
  FAILED
}
