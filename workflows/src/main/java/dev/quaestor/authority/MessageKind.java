package dev.quaestor.authority;

/**
 * All that changes what the engine does to the world. A seal is for one kind: an order is not a
 * decision.
 */
public enum MessageKind {
  /** An alert that starts or joins an investigation. */
  ALERT,
  /** A yes or no to what waits. */
  DECIDE,
  /** The end of an investigation, with or without rollback. */
  CANCEL,
  /** What a piece of evidence or an alert really was. */
  CLASSIFY,
  /** A proposal is taken back. */
  WITHDRAW,
  /** An action by hand. */
  ORDER,
  /** The undo of an action. */
  UNDO
}
