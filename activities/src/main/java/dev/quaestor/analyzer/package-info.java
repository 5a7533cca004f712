/**
 * What makes a thing good or bad: each analyzer looks at one aspect of one piece of evidence and
 * says what it saw, as findings with a source, a code, a sentence and a weight. Analyzers are pure:
 * what has to be looked up is looked up before, in batches, and handed over in the context. They
 * never conclude; the verdict rules of the workflows do.
 *
 * <p>The rooms below hold one kind of evidence each; they see this room, the facts of {@code host}
 * and what the ports answer, never a back end. A mail may ask the rooms of URLs and files about
 * what it carries.
 */
@NullMarked
package dev.quaestor.analyzer;

import org.jspecify.annotations.NullMarked;
