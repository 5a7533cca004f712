/**
 * The things an alert talks about, as a closed set. Each has a canonical {@link
 * dev.quaestor.entity.EntityKey}, so that the same thing seen twice is one thing. Nothing here is
 * judged and nothing is looked up.
 */
@NullMarked
package dev.quaestor.entity;

import org.jspecify.annotations.NullMarked;
