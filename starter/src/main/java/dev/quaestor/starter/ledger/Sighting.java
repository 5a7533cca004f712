package dev.quaestor.starter.ledger;

import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.RemediationStatus;
import java.time.Instant;

/** A thing as one case saw it. */
public record Sighting(
    String investigationId, Assessment assessment, RemediationStatus status, Instant seenAt) {}
