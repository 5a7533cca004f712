package dev.quaestor.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it travels, by update or signal: short enough to paste in the Temporal Web UI.
 *
 * @param actionIds which; {@code ["*"]} means all that is pending now
 * @param verdict {@code APPROVE} or {@code REJECT}
 * @param approver who decides; a decision by nobody is none
 * @param planHash what the approver was shown: the hash of the one action, or of all those named
 *     together ({@link PlanHash}); null binds to the action ids alone
 * @param decisionId a name for this decision, so that a repeat is known
 * @param signature Base64 of the starter's Ed25519 signature over {@link DecisionSignature#payload}
 */
public record DecisionMessage(
    List<String> actionIds,
    Choice verdict,
    @Nullable String approver,
    @Nullable String comment,
    @Nullable String planHash,
    @Nullable String decisionId,
    @Nullable String signature) {

  /** Yes or no. */
  public enum Choice {
    APPROVE,
    REJECT
  }

  /** All that is pending now. */
  public static final String ALL = "*";

  public DecisionMessage {
    actionIds = actionIds == null ? List.of() : List.copyOf(actionIds);
  }

  public DecisionMessage signed(String signature) {
    return new DecisionMessage(
        actionIds, verdict, approver, comment, planHash, decisionId, signature);
  }
}
