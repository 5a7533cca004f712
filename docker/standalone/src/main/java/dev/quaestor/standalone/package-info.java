/**
 * Everything in one JVM, for trying Quaestor: starter, worker, lab tenant and a Temporal, with the
 * state of all of them under {@code .quaestor}. Nothing here decides or acts; it only puts the
 * house together as an operator would, and tells what it does.
 */
@NullMarked
package dev.quaestor.standalone;

import org.jspecify.annotations.NullMarked;
