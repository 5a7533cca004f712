package dev.quaestor.starter.ledger;

/**
 * What an action put into the vault.
 *
 * @param sha256 by which the vault knows it
 * @param size bytes
 * @param name what a person who saves it may call it
 */
public record StoredArtifact(String sha256, long size, String name) {}
