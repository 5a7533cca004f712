package dev.quaestor.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one stream, in order.
 *
 * @param stream the case's id, or the workflow id of an undo or a manual action with its run
 * @param investigationId the case that the events belong to; null for a manual action outside any
 */
public record LedgerBatch(
    String stream, @Nullable String investigationId, List<LedgerEntry> entries) {
  public LedgerBatch {
    entries = List.copyOf(entries);
  }
}
