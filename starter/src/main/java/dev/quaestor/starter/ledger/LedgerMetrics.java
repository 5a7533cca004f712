package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.InvestigationStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The numbers of the trade. What is counted is counted when its event is recorded for the first
 * time, so a repeated delivery does not count twice.
 */
final class LedgerMetrics {
  /** How old a count of cases may be: scrapes must not become a load on the database. */
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long LONGEST_REST_NANOS = Duration.ofMinutes(5).toNanos();

  /** So long a count stands that took so long: it is a hundredth of all time, however many rows. */
  static long rest(long least, long took) {
    return Math.max(least, Math.min(LONGEST_REST_NANOS, 100 * took));
  }

  private final MeterRegistry meters;
  private final JdbcClient jdbc;
  private @Nullable Map<InvestigationStatus, Long> cases;
  private long countedAt;
  private long freshFor;

  LedgerMetrics(MeterRegistry meters, JdbcClient jdbc) {
    this.meters = meters;
    this.jdbc = jdbc;
    Counter.builder("quaestor.ledger.refused")
        .description("Batches of events that were refused because events before them are lost")
        .register(meters);
    for (var state : InvestigationStatus.values()) {
      Gauge.builder("quaestor.investigations", this, m -> m.casesIn(state))
          .description("Investigations by state")
          .tag("state", state.name())
          .register(meters);
    }
  }

  /** Events were refused because some before them are lost. */
  void refused() {
    meters.counter("quaestor.ledger.refused").increment();
  }

  void count(BatchCounts tally) {
    tally.counts().forEach(this::count);
  }

  private void count(BatchCounts.Count count) {
    switch (count) {
      case BatchCounts.Count.Concluded c ->
          meters.timer("quaestor.time.to.verdict").record(notNegative(c.afterStart()));
      case BatchCounts.Count.Decided c ->
          meters
              .timer("quaestor.decision.wait", "decision", c.status().name())
              .record(notNegative(c.waited()));
      case BatchCounts.Count.Acted c ->
          meters
              .counter("quaestor.actions", "type", c.type().name(), "outcome", c.outcome().name())
              .increment();
      case BatchCounts.Count.Undone c ->
          meters
              .counter("quaestor.undos", "type", c.type().name(), "outcome", c.outcome().name())
              .increment();
    }
  }

  /** A start is a client's time and an event a workflow's: their clocks may differ a little. */
  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private synchronized double casesIn(InvestigationStatus state) {
    long now = System.nanoTime();
    if (cases == null || now - countedAt > freshFor) {
      cases = countCases();
      countedAt = System.nanoTime();
      freshFor = cases.isEmpty() ? FRESH_NANOS : rest(FRESH_NANOS, countedAt - now);
    }
    return cases.isEmpty() ? Double.NaN : cases.getOrDefault(state, 0L);
  }

  /** Empty when the database does not answer: unknown is not zero. */
  private Map<InvestigationStatus, Long> countCases() {
    var counted = new EnumMap<InvestigationStatus, Long>(InvestigationStatus.class);
    try {
      for (var state : InvestigationStatus.values()) {
        counted.put(state, 0L);
      }
      jdbc.sql("select state, count(*) as cases from investigation group by state")
          .query(
              row -> {
                counted.put(
                    InvestigationStatus.valueOf(row.getString("state")), row.getLong("cases"));
              });
      return counted;
    } catch (DataAccessException e) {
      return Map.of();
    }
  }
}
