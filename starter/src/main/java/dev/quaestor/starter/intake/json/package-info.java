/** Reading JSON that a stranger wrote: bounded, strict, every problem named by its path. */
@NullMarked
package dev.quaestor.starter.intake.json;

import org.jspecify.annotations.NullMarked;
