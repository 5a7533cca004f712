package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.InvestigationStatus;

/**
 * An alert that is part of a case already, and of which.
 *
 * @param version the how manieth word on it the case has heard
 * @param state of the case
 */
public record KnownAlert(
    String investigationId,
    String workflowId,
    String runId,
    int version,
    InvestigationStatus state) {

  /** Whether the case has ended. */
  public boolean ended() {
    return state.ended();
  }

  /**
   * Whether the case ended without having looked at all of it: whoever sends the alert again wants
   * it looked at.
   */
  public boolean leftUndone() {
    return state == InvestigationStatus.FAILED
        || state == InvestigationStatus.PARTIALLY_INVESTIGATED;
  }
}
