/** Actions ordered by hand: what there is, which route may ask for it, how an order is read. */
@NullMarked
package dev.quaestor.starter.intake.order;

import org.jspecify.annotations.NullMarked;
