package dev.quaestor.starter.ledger;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case in a list.
 *
 * @param because why it is in this state, for people; null until it was said
 * @param severity the highest of its alerts
 * @param verdict the worst of its evidence; {@code UNKNOWN} while there is none
 * @param endedAt null while it is open
 * @param assignee who takes care of it; null for nobody
 * @param undoFailed whether one of its actions was to be undone and could not be
 */
public record CaseRow(
    String investigationId,
    String workflowId,
    String runId,
    InvestigationStatus state,
    @Nullable String because,
    Severity severity,
    String title,
    Verdict verdict,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    int policyRevision,
    int alerts,
    int evidence,
    int actions,
    int pendingActions,
    boolean undoFailed,
    Pieces pieces,
    @Nullable String assignee,
    List<String> tags) {

  public CaseRow {
    tags = List.copyOf(tags);
  }

  /** How many pieces of its evidence were judged how. */
  public record Pieces(int malicious, int suspicious, int clean, int unknown) {
    public int all() {
      return malicious + suspicious + clean + unknown;
    }
  }

  /** Whether a person should review how it ended: something stayed open, or in force. */
  public boolean attention() {
    return state.needsAttention() || (state.ended() && undoFailed);
  }
}
