/**
 * How alerts and orders come in. Everything here is written by others, some of it by attackers: it
 * is read within bounds, all or nothing, and what is wrong with it is said by name. Nothing here
 * starts anything; what leaves is a value of {@code workflows} or a refusal.
 *
 * <p>A body is taken out of its wrappings until what is left is one alert. Which format that is in,
 * is seen by the fields that each format's comment names. What an alert is known by (its id, title,
 * severity, times, and the shape of its parts) is read strictly and refused by name; what its
 * evidence says of itself is read leniently, because one odd field of one file must not keep an
 * alert out.
 *
 * <p>A new format is a room of its own with one {@link
 * dev.quaestor.starter.intake.format.AlertFormat}, and a line in {@link
 * dev.quaestor.starter.intake.AlertFormats}. This room sees them all; they see {@code format} and
 * {@code json}, and hardly each other.
 */
@NullMarked
package dev.quaestor.starter.intake;

import org.jspecify.annotations.NullMarked;
