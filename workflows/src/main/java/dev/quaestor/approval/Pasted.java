package dev.quaestor.approval;

import dev.quaestor.authority.MessageKind;
import dev.quaestor.policy.Policy;
import org.jspecify.annotations.Nullable;

/** What a decision counts for that somebody pastes in the Temporal Web UI. */
public enum Pasted {
  /** Nothing. */
  NOTHING,
  /** Whatever its sender's word counts for, whom Temporal names. */
  AS_ITS_SENDERS,
  /** As much as anybody's. */
  AS_ANYBODYS;

  /**
   * @param approvals what the policy says, once there is one
   */
  public static Pasted under(Policy.@Nullable Approvals approvals) {
    if (approvals == null) {
      return NOTHING;
    }
    if (approvals.countsUnsigned().contains(MessageKind.DECIDE)) {
      return AS_ANYBODYS;
    }
    return approvals.principals().isEmpty() ? NOTHING : AS_ITS_SENDERS;
  }
}
