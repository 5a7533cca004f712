package dev.quaestor.starter.ocsf;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * An OCSF event that one event of the ledger became.
 *
 * @param ledgerId the place in the ledger of the event it was made of; {@code metadata.sequence}
 *     has it too
 * @param uid the same for the same event for ever; {@code metadata.uid} has it too
 * @param subject the investigation it belongs to; the action, for one outside any investigation
 * @param at when it happened
 * @param recordedAt when the ledger took it
 * @param event the OCSF event
 */
public record Report(
    long ledgerId,
    String uid,
    Topic topic,
    OcsfClass schemaClass,
    String subject,
    Instant at,
    Instant recordedAt,
    JsonNode event) {}
