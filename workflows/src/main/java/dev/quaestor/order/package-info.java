/** One action outside a case: ordered by a person or proposed and decided, and one taken back. */
@NullMarked
package dev.quaestor.order;

import org.jspecify.annotations.NullMarked;
