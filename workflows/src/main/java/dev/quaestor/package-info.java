/**
 * What is decided, and nothing that is done: no clock, no chance, no network, so that every case
 * can be replayed for years.
 *
 * <p>Each room knows those below it only. At the ground text, what a text may be, setup, how a
 * process is set up, entity, the things, and wire, what processes agree on. Upon them authority,
 * whose word a message is and where they may act; action, what can be done; indicator, what the
 * organisation lists; lookup, what people ask. Then the way of a case: evidence becomes a verdict,
 * an alert brings evidence, policy plans, approval asks a person, ledger is told, and board holds
 * it all for one case. Above these begins what waits: call reaches the world, investigation and
 * order are the workflows, and here is the list of them that a worker registers.
 */
@NullMarked
package dev.quaestor;

import org.jspecify.annotations.NullMarked;
