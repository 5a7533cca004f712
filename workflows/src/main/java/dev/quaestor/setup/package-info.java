/**
 * What both processes are told at their start, and how: where Temporal is, and which settings there
 * are at all. Reading files and environments is the processes' own work; here is what they do with
 * what they read, so that no setting counts in one of them and is overlooked in the other.
 */
@NullMarked
package dev.quaestor.setup;

import org.jspecify.annotations.NullMarked;
