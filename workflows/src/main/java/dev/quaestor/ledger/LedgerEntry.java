package dev.quaestor.ledger;

import java.time.Instant;

/**
 * One event in its place.
 *
 * @param seq its number in its stream, from 1 without gaps; stream and number together are its
 *     identity
 * @param at the workflow's time when it happened
 */
public record LedgerEntry(long seq, Instant at, LedgerEvent event) {}
