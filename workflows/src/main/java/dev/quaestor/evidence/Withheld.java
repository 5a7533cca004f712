package dev.quaestor.evidence;

import dev.quaestor.action.ActionType;

/**
 * An action that a connector has but cannot take on this very thing.
 *
 * @param because the prerequisite that is missing, one sentence for people
 */
public record Withheld(ActionType type, String because) {}
