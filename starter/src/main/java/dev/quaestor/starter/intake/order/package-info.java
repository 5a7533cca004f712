/**
 * Actions ordered by hand: what there is, which route may ask for it, how an order is read. Whether
 * somebody may order it is not asked here. Sees {@code own}, whose entities are the targets, and
 * the tools of {@code format} and {@code json}.
 */
@NullMarked
package dev.quaestor.starter.intake.order;

import org.jspecify.annotations.NullMarked;
