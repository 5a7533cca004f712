package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one stream, in order.
 *
 * @param stream the case's id, or the workflow id of an undo or a manual action with its run
 * @param investigationId the case that the events belong to; null for a manual action outside any
 * @param opening the case that is opened with them, unless it is there already; null where none is
 */
public record LedgerBatch(
    String stream,
    @Nullable String investigationId,
    List<LedgerEntry> entries,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CaseOpening opening) {
  public LedgerBatch {
    entries = List.copyOf(entries);
  }

  /** Of what is there already, or of no case. */
  public LedgerBatch(String stream, @Nullable String investigationId, List<LedgerEntry> entries) {
    this(stream, investigationId, entries, null);
  }
}
