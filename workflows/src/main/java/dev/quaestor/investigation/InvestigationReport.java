package dev.quaestor.investigation;

import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.remediation.Execution;
import dev.quaestor.remediation.RemediationAction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an investigation knows of itself: its result when it has ended, and the query {@code
 * report}.
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
    int policyRevision) {

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
      @Nullable String detail) {}
}
