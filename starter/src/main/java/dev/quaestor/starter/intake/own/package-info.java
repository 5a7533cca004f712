/**
 * Quaestor's own alert format, and the entities as our API names them: what others write who have
 * no format of their own. Sees the tools of {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.own;

import org.jspecify.annotations.NullMarked;
