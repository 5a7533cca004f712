/**
 * Looking at what a process would be connected to, on demand: many things at once, each within its
 * time, so that one that is away hides nothing of the others. Nothing is changed by it.
 */
@NullMarked
package dev.quaestor.start.checkup;

import org.jspecify.annotations.NullMarked;
