package dev.quaestor.policy;

/** What stands before an action, least careful first. */
public enum Gate {
  AUTOMATIC,
  APPROVAL,
  /** Must not run at all. */
  NEVER;

  public Gate orMoreCareful(Gate other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
