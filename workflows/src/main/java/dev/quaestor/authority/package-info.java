/**
 * Who may cause what. Everything that changes what the engine does to the world carries who caused
 * it and is checked here, in one way for all: a starter vouches for its author with a seal, and
 * what is said by somebody who may not act in an area does nothing there by itself.
 */
@NullMarked
package dev.quaestor.authority;

import org.jspecify.annotations.NullMarked;
