/**
 * What is done to any text, whatever it says: cut it to a length, make it fit to be stored, and
 * tell it by its hash. Both processes do this to words that strangers wrote, so each has one home
 * here, on the lowest floor.
 */
@NullMarked
package dev.quaestor.text;

import org.jspecify.annotations.NullMarked;
