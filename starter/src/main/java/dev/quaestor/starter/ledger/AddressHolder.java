package dev.quaestor.starter.ledger;

import dev.quaestor.entity.EntityKey;
import java.time.Instant;

/**
 * A device that had an address at about the time at which a case met it, as the device's own
 * directory said in some case. Addresses change hands: it is for people to judge, and nothing goes
 * by it.
 *
 * @param address the key of the address
 * @param device what the device is called
 * @param investigationId the case in which it was said, the latest of several
 */
public record AddressHolder(
    EntityKey address, String device, Instant saidAt, String investigationId) {}
