@NullMarked
package dev.quaestor.lab;

import org.jspecify.annotations.NullMarked;
