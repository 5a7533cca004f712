/**
 * One action outside a case, as a workflow: ordered by a person, or proposed by one and decided by
 * another; and one action taken back. It asks, acts and records by the same means as a case does.
 */
@NullMarked
package dev.quaestor.order;

import org.jspecify.annotations.NullMarked;
