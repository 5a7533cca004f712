package dev.quaestor.starter.ledger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is done at once.
 *
 * @param running how many investigations may be open; more wait as QUEUED; 0 for no bound. The
 *     default is more than any team decides on
 */
@ConfigurationProperties("quaestor.capacity")
public record CapacityProperties(@DefaultValue("10000") int running) {}
