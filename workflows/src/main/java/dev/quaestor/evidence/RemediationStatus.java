package dev.quaestor.evidence;

/** What became of one piece of evidence; Graph's {@code evidenceRemediationStatus}. */
public enum RemediationStatus {
  /** No action concerns it. */
  NONE,
  PENDING_APPROVAL,
  RUNNING,
  REMEDIATED,
  PARTIALLY_REMEDIATED,
  /** A person said no, or nobody answered. */
  DECLINED,
  UNREMEDIATED
}
