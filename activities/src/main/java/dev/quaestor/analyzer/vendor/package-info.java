/**
 * What the alert itself says of a thing. A vendor's verdict is evidence like any other: it weighs,
 * and can be outweighed.
 */
@NullMarked
package dev.quaestor.analyzer.vendor;

import org.jspecify.annotations.NullMarked;
