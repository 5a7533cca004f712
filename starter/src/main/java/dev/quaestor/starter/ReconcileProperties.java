package dev.quaestor.starter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often what the ledger believes to run is compared with Temporal.
 *
 * @param every the pause between two rounds
 * @param after how long something must have been open
 * @param pause between two questions of a round
 */
@ConfigurationProperties("quaestor.reconcile")
record ReconcileProperties(
    @DefaultValue("30s") Duration every,
    @DefaultValue("1m") Duration after,
    @DefaultValue("200ms") Duration pause) {}
