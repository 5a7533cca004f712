package dev.quaestor.connector.capability;

/**
 * Under which an acting port acts.
 *
 * @param actionId the idempotency key
 * @param comment for the back end's own audit; any text, cut by whoever has less room
 */
public record Mandate(String actionId, String comment) {}
