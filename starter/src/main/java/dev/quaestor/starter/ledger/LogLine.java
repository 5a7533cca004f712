package dev.quaestor.starter.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event as it was recorded.
 *
 * @param id its place in the whole ledger; within a case later events have greater ids, and none
 *     appears late with a smaller one, so it is a safe place to go on reading from
 * @param stream whose story it belongs to: the case, or one run of an undo or a manual action
 * @param seq its place in that stream
 * @param at when it happened
 * @param type the event's wire name, as {@code actionDecided}
 * @param event the event as JSON, so that one written by a newer release can still be shown
 */
public record LogLine(
    long id,
    String stream,
    long seq,
    @Nullable String investigationId,
    Instant at,
    String type,
    JsonNode event) {}
