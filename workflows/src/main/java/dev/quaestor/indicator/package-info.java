/**
 * The organisation's own lists: things that it allows or blocks, whatever else is found of them.
 * They are data and not policy, because they are many and come and go; they are asked for when
 * evidence is looked at. Of a sender an allow counts only for mail that the organisation's own
 * server confirmed to be from it.
 */
@NullMarked
package dev.quaestor.indicator;

import org.jspecify.annotations.NullMarked;
