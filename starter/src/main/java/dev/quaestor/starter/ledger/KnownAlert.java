package dev.quaestor.starter.ledger;

/** An alert that is part of a case already, and of which. */
public record KnownAlert(String alertId, String investigationId, String workflowId, String runId) {}
