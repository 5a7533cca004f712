@NullMarked
package dev.quaestor.alert;

import org.jspecify.annotations.NullMarked;
