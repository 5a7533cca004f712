/**
 * What is done to any text, whatever it says: cut it to a length, make it fit to be stored, tell it
 * by its hash, show of it what can be seen, and guess what a misspelt word should have been. Both
 * processes do this to words that strangers wrote, so each has one home here, on the lowest floor.
 */
@NullMarked
package dev.quaestor.text;

import org.jspecify.annotations.NullMarked;
