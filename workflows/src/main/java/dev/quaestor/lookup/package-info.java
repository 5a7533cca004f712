/**
 * Questions that people ask the back ends through the engine: a hunt, a mail search, what is known
 * of a file, which scripts there are. Only the worker may talk to a back end, so each question is a
 * short workflow of its own; it reads, and changes nothing.
 */
@NullMarked
package dev.quaestor.lookup;

import org.jspecify.annotations.NullMarked;
