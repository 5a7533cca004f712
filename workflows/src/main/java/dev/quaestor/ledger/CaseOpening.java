package dev.quaestor.ledger;

import dev.quaestor.alert.Severity;
import java.time.Instant;

/**
 * What the ledger is told when a case opens.
 *
 * @param startedBy the person or service that started it
 */
public record CaseOpening(
    String investigationId,
    String workflowId,
    String runId,
    String title,
    Severity severity,
    String startedBy,
    Instant startedAt) {}
