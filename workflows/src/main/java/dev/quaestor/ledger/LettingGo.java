package dev.quaestor.ledger;

/**
 * That somebody who may wants an action taken back now.
 *
 * @param undoId the undo's own id
 * @param undoer the workflow that takes it back; one at a time does
 */
public record LettingGo(String actionId, String undoId, String undoer) {}
