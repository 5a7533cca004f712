package dev.quaestor.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action that the policy wants.
 *
 * @param ruleId the rule that said so
 * @param because why it has this gate, one sentence
 * @param verdict the worst verdict among the evidence it is about
 * @param evidence what it is about
 * @param supported whether some connector offers it; what none offers is recorded, never asked
 *     about
 * @param unsupportedBecause the missing prerequisite, one sentence; null when no connector has the
 *     action at all, or when it is supported
 * @param terms what it takes to approve it; null for one approval
 * @param connector who would do it, as the worker's configuration calls it; null where it needs
 *     nobody, or that is not known yet
 */
public record PlannedAction(
    RemediationAction action,
    Gate gate,
    String ruleId,
    String because,
    Verdict verdict,
    List<EntityKey> evidence,
    boolean supported,
    @Nullable String unsupportedBecause,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ApprovalTerms terms,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector) {
  public PlannedAction {
    evidence = List.copyOf(evidence);
  }

  public PlannedAction(
      RemediationAction action,
      Gate gate,
      String ruleId,
      String because,
      Verdict verdict,
      List<EntityKey> evidence,
      boolean supported,
      @Nullable String unsupportedBecause) {
    this(
        action,
        gate,
        ruleId,
        because,
        verdict,
        evidence,
        supported,
        unsupportedBecause,
        null,
        null);
  }

  public PlannedAction(
      RemediationAction action,
      Gate gate,
      String ruleId,
      String because,
      Verdict verdict,
      List<EntityKey> evidence,
      boolean supported) {
    this(action, gate, ruleId, because, verdict, evidence, supported, null);
  }

  /** The same, for a person to decide. */
  public PlannedAction asking(String why) {
    return gate == Gate.AUTOMATIC ? gated(Gate.APPROVAL, why) : this;
  }

  /** The same about this evidence. */
  PlannedAction about(List<EntityKey> pieces) {
    return new PlannedAction(
        action,
        gate,
        ruleId,
        because,
        verdict,
        pieces,
        supported,
        unsupportedBecause,
        terms,
        connector);
  }

  PlannedAction gated(Gate other, String why) {
    return new PlannedAction(
        action,
        other,
        ruleId,
        why,
        verdict,
        evidence,
        supported,
        unsupportedBecause,
        terms,
        connector);
  }

  /** The same by this connector; null where nobody knows yet by which. */
  public PlannedAction through(@Nullable String who) {
    return new PlannedAction(
        action,
        gate,
        ruleId,
        because,
        verdict,
        evidence,
        supported,
        unsupportedBecause,
        terms,
        who);
  }

  /** The same, to be approved on those terms. */
  public PlannedAction on(ApprovalTerms wanted) {
    return new PlannedAction(
        action,
        gate,
        ruleId,
        because,
        verdict,
        evidence,
        supported,
        unsupportedBecause,
        wanted.equals(ApprovalTerms.ONE) ? null : wanted,
        connector);
  }

  /** What it takes to approve it. */
  public ApprovalTerms asked() {
    return terms == null ? ApprovalTerms.ONE : terms;
  }
}
