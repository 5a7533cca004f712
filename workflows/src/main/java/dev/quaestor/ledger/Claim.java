package dev.quaestor.ledger;

import dev.quaestor.action.HeldState;
import org.jspecify.annotations.Nullable;

/**
 * That an action is about to want a state.
 *
 * @param investigationId null for a manual action outside any case
 */
public record Claim(String actionId, @Nullable String investigationId, HeldState state) {}
