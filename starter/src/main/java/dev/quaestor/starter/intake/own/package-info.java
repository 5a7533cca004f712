/** Quaestor's own alert format, and the entities as our API names them. */
@NullMarked
package dev.quaestor.starter.intake.own;

import org.jspecify.annotations.NullMarked;
