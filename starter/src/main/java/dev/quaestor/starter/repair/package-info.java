/**
 * Tells the ledger again what it was told before and has lost, as after an older backup of it was
 * restored. What it was told stands in the histories that Temporal has kept: each call of the
 * ledger with what it said. Nothing is made up here, and nothing is recorded that a workflow had
 * not said; the same code records it that recorded it first. It sees {@code ledger} and {@code
 * policy}.
 */
@NullMarked
package dev.quaestor.starter.repair;

import org.jspecify.annotations.NullMarked;
