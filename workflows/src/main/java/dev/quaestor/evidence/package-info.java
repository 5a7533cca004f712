/**
 * From things to verdicts: a piece of evidence is an entity with its role; analyzers add findings;
 * {@link dev.quaestor.evidence.VerdictRules} folds findings into a verdict that explains itself.
 * "Could not look" is never "clean".
 */
@NullMarked
package dev.quaestor.evidence;

import org.jspecify.annotations.NullMarked;
