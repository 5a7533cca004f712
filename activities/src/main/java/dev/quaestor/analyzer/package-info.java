/**
 * What makes a thing good or bad: each analyzer looks at one aspect of one piece of evidence and
 * says what it saw, as findings with a source, a code, a sentence and a weight. Analyzers are pure:
 * what has to be looked up is looked up before, in batches, and handed over in the context. They
 * never conclude; {@link dev.quaestor.evidence.VerdictRules} does.
 */
@NullMarked
package dev.quaestor.analyzer;

import org.jspecify.annotations.NullMarked;
