package dev.quaestor.starter.view;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.starter.ledger.CaseRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One investigation in a list. The numbers count what the report spells out. */
@Schema(name = "InvestigationSummary", description = "One investigation in a list")
public record InvestigationRowView(
    String investigationId,
    InvestigationStatus state,
    @Schema(description = "Whether a person should review how it ended") boolean attention,
    @Nullable String because,
    Severity severity,
    String title,
    @Schema(description = "What it is, for people") String summary,
    Verdict verdict,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    int policyRevision,
    String workflowId,
    String runId,
    int alerts,
    int evidence,
    int actions,
    int pendingActions,
    @Schema(description = "Who takes care of it") @Nullable String assignee,
    List<String> tags) {

  public static InvestigationRowView of(CaseRow row) {
    return new InvestigationRowView(
        row.investigationId(),
        row.state(),
        row.attention(),
        row.because(),
        row.severity(),
        row.title(),
        CaseSummary.of(row),
        row.verdict(),
        row.startedBy(),
        row.startedAt(),
        row.endedAt(),
        row.policyRevision(),
        row.workflowId(),
        row.runId(),
        row.alerts(),
        row.evidence(),
        row.actions(),
        row.pendingActions(),
        row.assignee(),
        row.tags());
  }
}
