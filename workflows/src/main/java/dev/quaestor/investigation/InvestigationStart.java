package dev.quaestor.investigation;

import dev.quaestor.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * The input of an investigation.
 *
 * @param alert the first alert; null when it arrives with the start, as the update {@code addAlert}
 * @param startedBy the person or service
 * @param searchAttributes whether the server knows our search attributes; setting one that it does
 *     not know would fail the workflow task for ever
 * @param carried what a run that continued as new hands to the next; null at the first
 */
public record InvestigationStart(
    String investigationId,
    @Nullable Alert alert,
    String startedBy,
    boolean searchAttributes,
    @Nullable InvestigationState carried) {}
