package dev.quaestor.start.roll;

/** How the back end of a connector took a worker's credential when it was last tried. */
public enum BackEndState {
  /** It was taken, and allows all that the connector offers. */
  WELL,
  /** It was taken, and lacks a right that something needs which the connector offers. */
  LACKING,
  /** It was refused. */
  REFUSED,
  /** The back end could not be asked. */
  AWAY,
  /** It has not been tried yet. */
  UNTRIED
}
