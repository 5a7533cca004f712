/**
 * Questions that people ask the back ends: a hunt, a mail search, what is known of a file, which
 * scripts there are; and that the intake asks: which host an alert means. Only the worker may talk
 * to a back end, so each question is a short workflow of its own. It reads, changes nothing, and
 * belongs to no case.
 */
@NullMarked
package dev.quaestor.lookup;

import org.jspecify.annotations.NullMarked;
