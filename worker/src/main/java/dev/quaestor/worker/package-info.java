@NullMarked
package dev.quaestor.worker;

import org.jspecify.annotations.NullMarked;
