package dev.quaestor.evidence;

/** The judgement on one piece of evidence, least bad first. */
public enum Verdict {
  /** Looked at, nothing found. */
  NO_THREATS_FOUND,
  /** Could not be looked at, or nobody knows it. Never the same as clean. */
  UNKNOWN,
  SUSPICIOUS,
  MALICIOUS;

  public boolean isThreat() {
    return this == SUSPICIOUS || this == MALICIOUS;
  }
}
