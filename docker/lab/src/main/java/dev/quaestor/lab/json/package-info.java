/**
 * JSON as the vendors write it.
 *
 * <p>Why this room exists: the tenant keeps its things in the notation in which they are shown, and
 * must not know HTTP for it.
 */
@NullMarked
package dev.quaestor.lab.json;

import org.jspecify.annotations.NullMarked;
