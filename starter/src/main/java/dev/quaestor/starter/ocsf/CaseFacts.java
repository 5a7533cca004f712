package dev.quaestor.starter.ocsf;

import java.time.Instant;

/**
 * What the ledger knows of a case besides its events: how it was opened, which never changes.
 *
 * @param startedBy the person or service that started it
 */
public record CaseFacts(
    String investigationId,
    String title,
    String startedBy,
    Instant startedAt,
    int policyRevision) {}
