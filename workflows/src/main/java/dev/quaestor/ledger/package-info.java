/**
 * The port to the ledger: the events that tell a case's story, in order, and the activities that
 * keep them. The ledger outlives Temporal's retention; recording the same event twice is once.
 */
@NullMarked
package dev.quaestor.ledger;

import org.jspecify.annotations.NullMarked;
