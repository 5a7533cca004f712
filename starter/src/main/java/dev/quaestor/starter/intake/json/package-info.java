/**
 * Reading JSON that a stranger wrote: bounded, strict, every problem named by its path. Knows no
 * alert and sees no other room of the starter.
 */
@NullMarked
package dev.quaestor.starter.intake.json;

import org.jspecify.annotations.NullMarked;
