package dev.quaestor.investigation;

import dev.quaestor.alert.AlertMessage;
import org.jspecify.annotations.Nullable;

/**
 * The input of an investigation. Nothing in it is believed but what its alert's signature vouches
 * for: anybody who reaches Temporal may start one.
 *
 * @param alert the first alert, also when it arrives with the start as the update {@code addAlert},
 *     which may be lost; null when there is none
 * @param searchAttributes whether the server knows our search attributes; setting one that it does
 *     not know would fail the workflow task for ever
 * @param carried what a run that continued as new hands to the next; it counts in no other run
 */
public record InvestigationStart(
    @Nullable AlertMessage alert, boolean searchAttributes, @Nullable InvestigationState carried) {}
