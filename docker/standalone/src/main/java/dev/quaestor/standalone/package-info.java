@NullMarked
package dev.quaestor.standalone;

import org.jspecify.annotations.NullMarked;
