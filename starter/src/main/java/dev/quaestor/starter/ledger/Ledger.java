package dev.quaestor.starter.ledger;

import dev.quaestor.actioncenter.ActionCenterActivities;
import dev.quaestor.actioncenter.CaseOpening;
import dev.quaestor.actioncenter.LedgerBatch;
import dev.quaestor.actioncenter.UndoBrief;
import dev.quaestor.policy.PolicySnapshot;
import java.util.List;
import java.util.Optional;

/**
 * The ledger as the rest of the starter sees it: what workflows record, and what people ask.
 *
 * <p>Every call is one transaction. A database that cannot be reached is an exception (Spring's
 * {@code DataAccessException}); nothing found is an empty value.
 */
public final class Ledger implements ActionCenterActivities {

  /** The longest part of a log that one call gives. */
  public static final int MAX_LOG_LINES = 1000;

  @Override
  public PolicySnapshot open(CaseOpening opening) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void record(LedgerBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UndoBrief brief(String actionId) {
    throw new UnsupportedOperationException();
  }

  /** Cases that pass the filter, newest first. */
  public Page<CaseRow> cases(CaseFilter filter) {
    throw new UnsupportedOperationException();
  }

  /** Everything of one case; empty when there is none of that id. */
  public Optional<CaseReport> report(String investigationId) {
    throw new UnsupportedOperationException();
  }

  /**
   * The events of one case and of the undos of its actions, in the order in which they were
   * recorded; empty when there is no such case.
   *
   * @param after give those with a greater id; 0 from the start
   * @param limit 1 to {@link #MAX_LOG_LINES}; anything else means that
   */
  public List<LogLine> log(String investigationId, long after, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Actions that pass the filter. */
  public Page<ActionRow> actions(ActionFilter filter) {
    throw new UnsupportedOperationException();
  }

  /** One action; empty when there is none of that id. */
  public Optional<ActionRow> action(String actionId) {
    throw new UnsupportedOperationException();
  }

  /** The case that an alert is part of, if it is part of one; of several, the first. */
  public Optional<KnownAlert> knownAlert(String alertId) {
    throw new UnsupportedOperationException();
  }
}
