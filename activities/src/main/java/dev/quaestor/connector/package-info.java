@NullMarked
package dev.quaestor.connector;

import org.jspecify.annotations.NullMarked;
