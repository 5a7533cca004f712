package dev.quaestor.evidence;

import java.util.List;

/** What became of one piece of evidence; Graph's {@code evidenceRemediationStatus}. */
public enum RemediationStatus {
  /** No action concerns it, or only such that remedy nothing. */
  NONE,
  PENDING_APPROVAL,
  RUNNING,
  REMEDIATED,
  PARTIALLY_REMEDIATED,
  /** A person said no, or nobody answered. */
  DECLINED,
  UNREMEDIATED;

  /** How one of the actions that are about a piece stands. */
  public enum Part {
    PENDING,
    RUNNING,
    /** The world is as it wanted, and it was not taken back. */
    GOOD,
    /** It was carried out and only looked, as a scan does: by itself that remedies nothing. */
    LOOKED,
    DECLINED,
    WRONG
  }

  /**
   * What became of a piece, through all actions that are about it and that no newer one took over.
   */
  public static RemediationStatus of(List<Part> parts) {
    if (parts.isEmpty()) {
      return NONE;
    }
    if (parts.contains(Part.PENDING)) {
      return PENDING_APPROVAL;
    }
    if (parts.contains(Part.RUNNING)) {
      return RUNNING;
    }
    var remedies = parts.stream().filter(p -> p != Part.LOOKED).toList();
    if (remedies.isEmpty()) {
      return NONE;
    }
    if (remedies.contains(Part.GOOD)) {
      return remedies.stream().allMatch(p -> p == Part.GOOD) ? REMEDIATED : PARTIALLY_REMEDIATED;
    }
    return remedies.stream().allMatch(p -> p == Part.DECLINED) ? DECLINED : UNREMEDIATED;
  }
}
