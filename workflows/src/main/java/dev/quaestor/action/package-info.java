/**
 * What can be done about a verdict and how it is taken back: one row for each type, one record for
 * each action, the receipt that undo needs, the outcome that was seen. Pure: doing it is the port's
 * business.
 */
@NullMarked
package dev.quaestor.action;

import org.jspecify.annotations.NullMarked;
