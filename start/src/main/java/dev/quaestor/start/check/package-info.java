/**
 * What is well and what is not, each as a small value that says what to do: made at the start of a
 * process, for its health, and for {@code ./quaestor doctor}, in one way for all three.
 */
@NullMarked
package dev.quaestor.start.check;

import org.jspecify.annotations.NullMarked;
