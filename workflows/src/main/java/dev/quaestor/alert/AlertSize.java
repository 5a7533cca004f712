package dev.quaestor.alert;

/**
 * How much an alert says.
 *
 * @param pieces how many different things it names
 * @param told what it says of them, by {@link dev.quaestor.wire.PayloadSize}
 */
public record AlertSize(int pieces, long told) {}
