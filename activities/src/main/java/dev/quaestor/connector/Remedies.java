package dev.quaestor.connector;

/**
 * What to do where a credential does not work, one sentence each, with the names of the connector's
 * own settings and never a value.
 *
 * @param refused when it is not taken
 * @param away when the back end cannot be asked
 * @param lacking when it is taken and allows less than is needed
 */
public record Remedies(String refused, String away, String lacking) {}
