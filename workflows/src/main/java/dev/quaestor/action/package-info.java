/**
 * What can be done to a thing, and how it is taken back: one row for each type of action, one
 * record for each action, the receipt that undo needs, the outcome that was seen. This room says
 * what there is to do; whether it may be done is policy, and the doing is behind a port.
 */
@NullMarked
package dev.quaestor.action;

import org.jspecify.annotations.NullMarked;
