package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Folds events into the tables that people read, in the transaction that appends them and for that
 * one alone. It only knows who is concerned; the parts know how. What several cases may write to is
 * locked in one order, whatever the order of the events: cases, actions and holds, each by its key.
 */
final class Projection {
  private final CaseProjection cases;
  private final ActionProjection actions;
  private final HoldDrafts holds;

  Projection(JdbcClient jdbc, JdbcTemplate rows, Holds holds) {
    this.holds = new HoldDrafts(jdbc, rows, holds);
    this.actions = new ActionProjection(jdbc, rows, this.holds);
    this.cases = new CaseProjection(jdbc, rows, this.holds, actions);
    this.actions.rankedBy(cases::severityOf);
    this.actions.timedBy(cases::startOf);
  }

  /** One writer a case at a time; to be called first. */
  void lock(Collection<String> cases) {
    if (!cases.isEmpty()) {
      this.cases.lock(cases);
    }
  }

  /** The policy revision that a case is pinned to; empty when there is none of that id. */
  Optional<Integer> pinned(String caseId) {
    return cases.pinned(caseId);
  }

  /** Makes a case known that is not. */
  void open(CaseOpening opening, int revision, InvestigationStatus state) {
    cases.open(opening, revision, state);
  }

  /** When the workflow of a case says that it began. */
  void began(CaseOpening opening) {
    cases.began(opening);
  }

  /** Writes what is open so far, for who counts it. */
  void writeCases() {
    cases.writeCases();
  }

  /** Reads what the events of these need to know; to be called once, before the first is folded. */
  void know(List<Recorder.Fresh> fresh) {
    cases.know(
        fresh.stream()
            .flatMap(
                f ->
                    Stream.ofNullable(f.batch().investigationId())
                        .flatMap(id -> events(f).map(e -> new CaseProjection.Told(id, e))))
            .toList());
    actions.know(fresh.stream().flatMap(Projection::events).toList());
  }

  private static Stream<LedgerEvent> events(Recorder.Fresh fresh) {
    return fresh.entries().stream().map(LedgerEntry::event);
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

  /** Writes what has come of all that was folded. */
  void write() {
    cases.write();
    actions.write();
    cases.undosMoved(actions.undosMoved());
    holds.write();
  }

  /** Claims states, after all is written. */
  List<Claimed> claim(List<Claim> claims) {
    return holds.claim(claims);
  }
}
