package dev.quaestor.starter.ledger;

/** Where the undo of an action stands. */
public enum UndoState {
  /** It has no inverse, did not run, or changed nothing. */
  NOT_UNDOABLE,
  /** It could be, once it has been done: it waits, runs, or has not begun. */
  NOT_YET,
  AVAILABLE,
  RUNNING,
  UNDONE,
  /** Let go of, and left as it is, because others want it so. It may be tried again. */
  HELD_BY_OTHERS,
  /** Left as it is, because somebody else has changed it since. It may be tried again. */
  CHANGED_SINCE,
  /** Tried and not, or not wholly, taken back. It may be tried again. */
  FAILED;

  /** Whether an undo may be begun. */
  public boolean mayBeTried() {
    return switch (this) {
      case AVAILABLE, HELD_BY_OTHERS, CHANGED_SINCE, FAILED -> true;
      case NOT_UNDOABLE, NOT_YET, RUNNING, UNDONE -> false;
    };
  }
}
