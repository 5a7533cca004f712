package dev.quaestor.starter.ledger;

import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.RemediationStatus;
import java.time.Instant;

/**
 * A piece of evidence of a case, as it was assessed last.
 *
 * @param assessment the entity, its roles, the verdict and every finding that it rests on
 * @param remediationStatus what became of it
 */
public record EvidenceRow(
    Assessment assessment,
    RemediationStatus remediationStatus,
    Instant firstSeenAt,
    Instant changedAt) {}
