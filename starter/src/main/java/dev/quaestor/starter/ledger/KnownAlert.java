package dev.quaestor.starter.ledger;

/**
 * An alert that is part of a case already, and of which.
 *
 * @param version the how manieth word on it the case has heard
 * @param ended whether the case has ended
 */
public record KnownAlert(
    String investigationId, String workflowId, String runId, int version, boolean ended) {}
