package dev.quaestor.starter.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run of a workflow that, by the ledger, has not ended.
 *
 * @param id of the case, or of the action that is ordered or taken back
 * @param runId the run in which it began; null where the ledger does not know it
 * @param since when the ledger heard of it
 */
public record OpenRun(Of of, String id, String workflowId, @Nullable String runId, Instant since) {

  /** What the run is for. */
  public enum Of {
    CASE,
    ORDER,
    UNDO
  }
}
