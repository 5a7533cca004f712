/**
 * The things that an alert talks about: a device, a file on it, a mail, an account. They are a
 * closed set, and each has a canonical key, so that the same thing seen twice is one thing. Nothing
 * here is judged and nothing is looked up; all other rooms speak of these.
 */
@NullMarked
package dev.quaestor.entity;

import org.jspecify.annotations.NullMarked;
