package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger is told when a case opens.
 *
 * @param startedBy the person or service that started it
 * @param pinned the policy revision that it goes by already; null for the one in force
 */
public record CaseOpening(
    String investigationId,
    String workflowId,
    String runId,
    String title,
    Severity severity,
    String startedBy,
    Instant startedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer pinned) {}
