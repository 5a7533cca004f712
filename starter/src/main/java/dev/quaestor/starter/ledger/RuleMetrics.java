package dev.quaestor.starter.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * How often what a rule does is taken back: the quality of a policy, as those see it who live with
 * it.
 */
final class RuleMetrics {
  /** Scrapes must not become a load on the database. */
  private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

  /** A policy has tens of rules; what goes beyond this would be a load on those who scrape. */
  private static final int MOST_RULES = 200;

  private final MeterRegistry meters;
  private final Supplier<List<RuleStatistics>> statistics;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private @Nullable Map<String, RuleStatistics> counted;
  private long countedAt;
  private long freshFor;

  RuleMetrics(MeterRegistry meters, Supplier<List<RuleStatistics>> statistics) {
    this.meters = meters;
    this.statistics = statistics;
  }

  /** From now on these rules are told of too. */
  void tellOf(Collection<String> rules) {
    for (var rule : rules) {
      if (known.size() < MOST_RULES && known.add(rule)) {
        gauge(
            rule,
            "quaestor.rule.actions",
            "Actions of a rule that were carried out in the last 30 days",
            RuleStatistics::done);
        gauge(
            rule, "quaestor.rule.undone", "Of those, how many were undone", RuleStatistics::undone);
        gauge(
            rule,
            "quaestor.rule.undo.ratio",
            "The share of carried-out actions that were undone, 0 to 1",
            row -> row.undoRate().orElse(Double.NaN));
      }
    }
  }

  private void gauge(
      String rule, String name, String description, ToDoubleFunction<RuleStatistics> value) {
    Gauge.builder(name, () -> value(rule, value))
        .description(description)
        .tag("rule", rule)
        .register(meters);
  }

  /** Not a number while the database does not answer: unknown is not zero. */
  private double value(String rule, ToDoubleFunction<RuleStatistics> value) {
    try {
      var row = statistics().get(rule);
      return row == null ? 0 : value.applyAsDouble(row);
    } catch (DataAccessException e) {
      return Double.NaN;
    }
  }

  private synchronized Map<String, RuleStatistics> statistics() {
    long now = System.nanoTime();
    if (counted == null || now - countedAt > freshFor) {
      var fresh = new HashMap<String, RuleStatistics>();
      statistics.get().forEach(row -> fresh.put(row.ruleId(), row));
      counted = fresh;
      countedAt = System.nanoTime();
      freshFor = LedgerMetrics.rest(FRESH_NANOS, countedAt - now);
    }
    return counted;
  }
}
