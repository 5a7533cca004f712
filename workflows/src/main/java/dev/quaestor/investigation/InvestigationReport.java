package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Execution;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.board.AwaitedLook;
import dev.quaestor.board.CaseAction;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.policy.Gate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an investigation knows of itself: its result when it has ended, and the query {@code
 * report}.
 *
 * @param awaited what is looked at again because its back end was away, with when, and what was
 *     given up
 * @param condensed whether something was left out because it is too large for one payload: reasons
 *     of what is harmless first, links and members of clusters next; the ledger has all of it
 */
public record InvestigationReport(
    String investigationId,
    InvestigationStatus state,
    String because,
    Severity severity,
    String title,
    Verdict verdict,
    List<String> alertIds,
    List<Assessment> evidence,
    List<ActionReport> actions,
    Instant startedAt,
    @Nullable Instant endedAt,
    int policyRevision,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AwaitedLook> awaited,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean condensed) {

  public InvestigationReport {
    // What is empty is not written.
    awaited = awaited == null ? List.of() : List.copyOf(awaited);
  }

  /** One action in a report. */
  public record ActionReport(
      String actionId,
      RemediationAction action,
      Gate gate,
      String ruleId,
      String because,
      String planHash,
      Decision decision,
      Execution execution,
      @Nullable String detail) {

    ActionReport with(RemediationAction leaner) {
      return new ActionReport(
          actionId, leaner, gate, ruleId, because, planHash, decision, execution, detail);
    }

    static ActionReport of(CaseAction a) {
      return new ActionReport(
          a.actionId(),
          a.action(),
          a.plan().gate(),
          a.plan().ruleId(),
          a.plan().because(),
          a.planHash(),
          a.decision(),
          a.execution(),
          a.outcome() == null ? null : a.outcome().sentence());
    }
  }

  InvestigationReport condensed(List<Assessment> lessEvidence, List<ActionReport> lessActions) {
    return condensed(lessEvidence, lessActions, alertIds);
  }

  InvestigationReport condensed(
      List<Assessment> lessEvidence, List<ActionReport> lessActions, List<String> lessAlertIds) {
    return new InvestigationReport(
        investigationId,
        state,
        because,
        severity,
        title,
        verdict,
        lessAlertIds,
        lessEvidence,
        lessActions,
        startedAt,
        endedAt,
        policyRevision,
        awaited,
        true);
  }

  static InvestigationReport of(InvestigationState state, @Nullable Instant endedAt) {
    return new InvestigationReport(
        state.investigationId(),
        state.status(),
        state.because(),
        state.severity(),
        state.title(),
        state.verdict(),
        state.alerts().stream().map(CaseAlert::alertId).toList(),
        state.evidence().pieces(),
        state.actions().all().stream().map(ActionReport::of).toList(),
        state.startedAt(),
        endedAt,
        state.policy() == null ? 0 : state.policy().revision(),
        state.evidence().awaited(),
        false);
  }
}
