/**
 * From things to verdicts. A piece of evidence is a thing in its role; looking at it brings
 * findings; pure rules fold findings into a verdict that explains itself, and carry it over to what
 * is as bad as its neighbour. "Could not look" is never "clean".
 */
@NullMarked
package dev.quaestor.evidence;

import org.jspecify.annotations.NullMarked;
