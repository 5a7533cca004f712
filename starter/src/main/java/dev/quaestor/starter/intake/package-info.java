/**
 * How alerts and orders come in. Everything here is written by others, some of it by attackers: it
 * is read within bounds, all or nothing, and what is wrong with it is said by name. Nothing here
 * starts anything; what leaves is a value of {@code workflows} or a refusal.
 *
 * <p>One format is one {@link dev.quaestor.starter.intake.AlertFormat}; a new one is a class and a
 * line in {@link dev.quaestor.starter.intake.AlertReader}.
 */
@NullMarked
package dev.quaestor.starter.intake;

import org.jspecify.annotations.NullMarked;
