package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Folds events into the tables that people read, in the transaction that appends them. It only
 * knows who is concerned; the two parts know how.
 */
final class Projection {
  private final CaseProjection cases;
  private final ActionProjection actions;

  Projection(JdbcClient jdbc, Holds holds) {
    cases = new CaseProjection(jdbc, holds);
    actions = new ActionProjection(jdbc, holds);
  }

  /**
   * Folds new entries in.
   *
   * @param counted what happened that metrics count, told in order; the caller counts it once all
   *     is committed
   */
  void fold(LedgerBatch batch, List<LedgerEntry> fresh, BatchCounts counted) {
    String caseId = batch.investigationId();
    for (var entry : fresh) {
      if (caseId != null) {
        cases.fold(caseId, entry, counted);
      }
      actions.fold(batch, entry, counted);
    }
    if (caseId != null && fresh.stream().map(LedgerEntry::event).anyMatch(Projection::judges)) {
      cases.judge(caseId);
    }
  }

  private static boolean judges(LedgerEvent event) {
    return event instanceof LedgerEvent.EvidenceAssessed
        || event instanceof LedgerEvent.StatusChanged;
  }
}
