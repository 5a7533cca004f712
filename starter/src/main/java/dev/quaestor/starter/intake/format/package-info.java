/**
 * What every alert format fills in, and the pieces that most of them share: so that a format says
 * which field means what, and no more. Sees the JSON of {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.format;

import org.jspecify.annotations.NullMarked;
