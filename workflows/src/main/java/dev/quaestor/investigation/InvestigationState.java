package dev.quaestor.investigation;

/** All that one investigation knows. */
public record InvestigationState(String investigationId) {}
