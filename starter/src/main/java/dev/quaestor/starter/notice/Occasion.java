package dev.quaestor.starter.notice;

/** Why people are told. */
public enum Occasion {
  /** Something waits for a decision. */
  PENDING,
  /** It still does; for those who may decide. */
  REMINDER,
  /** It still does; for whom the policy names. */
  ESCALATION,
  /** Nobody decided in time, which counts as no. */
  EXPIRY,
  /** What was to be done, or taken back, failed, worked in part, or nobody knows. */
  FAILURE,
  /** An investigation ended in a way that a person should look at. */
  ATTENTION
}
