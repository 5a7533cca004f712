/**
 * How both processes begin: what they are told is held against what there is to be told, Temporal
 * is waited for, and a start that fails ends in the same way: with its reason, and with the
 * process. What they do afterwards is their own.
 */
@NullMarked
package dev.quaestor.start;

import org.jspecify.annotations.NullMarked;
