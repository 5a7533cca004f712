/**
 * The process that people and services reach: its start, its worker for the ledger's activities,
 * and {@link dev.quaestor.starter.Investigations}, the only class that speaks to Temporal on
 * anybody's behalf. It holds the database and never a device credential.
 */
@NullMarked
package dev.quaestor.starter;

import org.jspecify.annotations.NullMarked;
