package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.HeldState;
import org.jspecify.annotations.Nullable;

/**
 * That an action is about to want a state, or to end it whoever wants it.
 *
 * @param investigationId null for a manual action outside any case
 * @param ends whether it ends the state
 */
public record Claim(
    String actionId,
    @Nullable String investigationId,
    HeldState state,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ends) {}
