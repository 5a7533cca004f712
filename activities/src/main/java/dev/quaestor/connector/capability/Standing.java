package dev.quaestor.connector.capability;

/** Whether a state is in force on the back end. */
public enum Standing {
  IN_FORCE,
  NOT_IN_FORCE,
  /** The back end does not say. Not the same as not in force. */
  UNKNOWN
}
