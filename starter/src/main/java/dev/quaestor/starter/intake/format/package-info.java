/** What every alert format fills in, and the pieces that most of them share. */
@NullMarked
package dev.quaestor.starter.intake.format;

import org.jspecify.annotations.NullMarked;
