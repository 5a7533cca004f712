package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import org.jspecify.annotations.Nullable;

/**
 * An action that was planned in another stream than the one that now speaks of it, as the undo of a
 * manual action does.
 *
 * @param receipt what its run recorded; null when it did not
 */
public record KnownAction(
    String actionId,
    @Nullable String investigationId,
    RemediationAction action,
    ActionSource source,
    String because,
    @Nullable String requestedBy,
    @Nullable Receipt receipt) {}
