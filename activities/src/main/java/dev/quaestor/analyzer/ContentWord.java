package dev.quaestor.analyzer;

import dev.quaestor.connector.capability.ContentScan.Answer;

/**
 * What one engine says of the bytes of a thing.
 *
 * @param connector as the configuration calls it
 */
public record ContentWord(String connector, Answer answer) {}
