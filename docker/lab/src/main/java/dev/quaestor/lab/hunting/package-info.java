/**
 * A small, honest subset of the hunting query language over tables made from the tenant's state.
 *
 * <p>Why this room exists: connectors write queries with values taken from hostile mail. Only a
 * real tokenizer and parser shows whether those values were escaped; a lab that searched by
 * substring would pass any injection.
 */
@NullMarked
package dev.quaestor.lab.hunting;

import org.jspecify.annotations.NullMarked;
