package dev.quaestor.connector;

/**
 * One power over a back end, or one thing it can be asked. The ports are in {@link
 * dev.quaestor.connector.capability}.
 */
public interface Capability {}
