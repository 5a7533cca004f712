package dev.quaestor.approval;

/** Whether an action was agreed to; never mixed with whether it worked. */
public enum DecisionStatus {
  NOT_NEEDED,
  PENDING,
  APPROVED,
  REJECTED,
  EXPIRED,
  SUPERSEDED
}
