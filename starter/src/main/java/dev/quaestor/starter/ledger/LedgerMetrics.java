package dev.quaestor.starter.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * What happened, counted by the process that recorded it. What is counted is counted when its event
 * is recorded for the first time, so a repeated delivery does not count twice, and the sum over all
 * starters is right. What stands in the ledger is told by {@link LedgerFigures}.
 */
final class LedgerMetrics {
  /** What people promise each other to keep: from a minute of a machine to a week of a person. */
  private static final Duration[] PROMISES = {
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(3),
    Duration.ofDays(7)
  };

  private static final Duration[] LAGS = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5),
    Duration.ofHours(1)
  };

  private final MeterRegistry meters;
  private final Counter refused;
  private final Timer lag;

  LedgerMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.refused =
        Counter.builder("quaestor.ledger.refused")
            .description("Batches of events that were refused because events before them are lost")
            .register(meters);
    this.lag =
        Timer.builder("quaestor.ledger.lag")
            .description("How long after it happened an event was recorded")
            .serviceLevelObjectives(LAGS)
            .register(meters);
  }

  /** Events were refused because some before them are lost. */
  void refused() {
    refused.increment();
  }

  void count(BatchCounts tally) {
    tally.counts().forEach(this::count);
  }

  private void count(BatchCounts.Count count) {
    switch (count) {
      case BatchCounts.Count.Recorded c -> lag.record(notNegative(c.afterwards()));
      case BatchCounts.Count.Concluded c ->
          timer("quaestor.time.to.verdict", "From the start of a case to its verdict")
              .register(meters)
              .record(notNegative(c.afterStart()));
      case BatchCounts.Count.Planned c ->
          Counter.builder("quaestor.actions.planned")
              .description("Actions that policy planned, by whether they need a person")
              .tag("gate", c.automatic() ? "automatic" : "approval")
              .register(meters)
              .increment();
      case BatchCounts.Count.Decided c ->
          timer("quaestor.time.to.decide", "From the question to the decision")
              .tag("decision", c.status().name())
              .register(meters)
              .record(notNegative(c.waited()));
      case BatchCounts.Count.Acted c ->
          Counter.builder("quaestor.actions")
              .description("Actions that came to their end")
              .tag("type", c.type().name())
              .tag("outcome", c.outcome().name())
              .register(meters)
              .increment();
      case BatchCounts.Count.Remediated c ->
          timer(
                  "quaestor.time.to.remediate",
                  "From the start of a case, or from an order without one, to an action's effect")
              .register(meters)
              .record(notNegative(c.afterStart()));
      case BatchCounts.Count.Undone c ->
          Counter.builder("quaestor.undos")
              .description("Undos that came to their end")
              .tag("type", c.type().name())
              .tag("outcome", c.outcome().name())
              .register(meters)
              .increment();
    }
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(PROMISES);
  }

  /** A start is a client's time and an event a workflow's: their clocks may differ a little. */
  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
