@NullMarked
package dev.quaestor.starter;

import org.jspecify.annotations.NullMarked;
