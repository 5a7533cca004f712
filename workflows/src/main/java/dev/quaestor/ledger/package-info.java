/**
 * What is told of all this: the events of a case's story, in order, and the port to those who keep
 * them. The ledger outlives the workflow engine's own record, and recording the same event twice is
 * once.
 */
@NullMarked
package dev.quaestor.ledger;

import org.jspecify.annotations.NullMarked;
