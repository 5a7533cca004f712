package dev.quaestor.action;

/** How far an action's execution is; never mixed with whether it was agreed to. */
public enum Execution {
  NOT_STARTED,
  RUNNING,
  WAITING_FOR_RESOURCE,
  SUCCEEDED,
  ALREADY_IN_STATE,
  PARTIALLY_SUCCEEDED,
  FAILED,
  UNSUPPORTED,
  /** It may have acted or not: its end was never told, or the back end does not show it. */
  UNKNOWN,
  /** An undo's: let go of, but others want it as it is. */
  HELD_BY_OTHERS,
  /** An undo's: somebody else has changed it since. */
  CHANGED_SINCE;

  public boolean isFinal() {
    return switch (this) {
      case NOT_STARTED, RUNNING, WAITING_FOR_RESOURCE -> false;
      case SUCCEEDED,
          ALREADY_IN_STATE,
          PARTIALLY_SUCCEEDED,
          FAILED,
          UNSUPPORTED,
          UNKNOWN,
          HELD_BY_OTHERS,
          CHANGED_SINCE ->
          true;
    };
  }

  /** Whether the world is as the action wanted it. */
  public boolean isGood() {
    return this == SUCCEEDED || this == ALREADY_IN_STATE;
  }
}
