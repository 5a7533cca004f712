package dev.quaestor.tools.verdicts;

import dev.quaestor.tools.verdicts.Corpus.Kind;

/**
 * The score of one label of one corpus.
 *
 * @param half {@code all}, or {@code A} or {@code B} as the hash of the item's place divides them
 */
record ScoreRow(
    String corpus, String part, String half, Kind kind, boolean harmless, Score score) {}
