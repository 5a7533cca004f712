package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.starter.ledger.SharedGauges.Telling;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What stands in the ledger now, as gauges: how much is open, what waits, and how rules do. */
final class LedgerFigures {
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofSeconds(30);
  private static final Duration RULES_LOOK_BACK = Duration.ofDays(30);

  /** Waits for a person to decide. */
  static final String DECISION = "decision";

  /** Waits for a device or a back end. */
  static final String RESOURCE = "resource";

  private final JdbcClient jdbc;
  private final Ledger ledger;
  private final PolicyStore policies;
  private final Capacity capacity;
  private final InstantSource clock;

  LedgerFigures(
      DataSource dataSource,
      Ledger ledger,
      PolicyStore policies,
      Capacity capacity,
      InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.ledger = ledger;
    this.policies = policies;
    this.capacity = capacity;
    this.clock = clock;
  }

  void tellBy(SharedGauges gauges) {
    gauges.tell(
        new Telling(
            "quaestor.investigations",
            "",
            "Investigations by state",
            "state",
            OFTEN,
            this::casesByState));
    gauges.tell(
        new Telling(
            "quaestor.capacity",
            "",
            "How many investigations may be open at once; 0 for no bound",
            "",
            SELDOM,
            () -> Map.of("", (double) capacity.running())));
    gauges.tell(
        new Telling(
            "quaestor.actions.waiting",
            "",
            "Actions that wait for a decision, or for a device or back end",
            "for",
            OFTEN,
            () -> waiting("count(*)", row -> (double) row.getLong("figure"))));
    gauges.tell(
        new Telling(
            "quaestor.actions.waiting.oldest",
            "seconds",
            "For how long the oldest of them has been waiting",
            "for",
            OFTEN,
            () -> waiting("min(created_at)", this::age)));
    gauges.tell(
        rule(
            "quaestor.rule.actions",
            "Actions of a rule that were carried out in the last 30 days",
            RuleStatistics::done));
    gauges.tell(
        rule("quaestor.rule.undone", "Of those, how many were undone", RuleStatistics::undone));
    gauges.tell(
        rule(
            "quaestor.rule.undo.ratio",
            "The share of carried-out actions that were undone, 0 to 1",
            row -> row.undoRate().orElse(Double.NaN)));
  }

  private Map<String, Double> casesByState() {
    var counted = new HashMap<String, Double>();
    for (var state : InvestigationStatus.values()) {
      counted.put(state.name(), 0.0);
    }
    jdbc.sql("select state, count(*) as cases from investigation group by state")
        .query(
            row -> {
              counted.put(row.getString("state"), (double) row.getLong("cases"));
            });
    return counted;
  }

  private interface Figure {
    double of(ResultSet row) throws SQLException;
  }

  private Map<String, Double> waiting(String figure, Figure read) {
    return Map.of(
        DECISION, waiting(figure, "decision = 'PENDING'", read),
        RESOURCE, waiting(figure, "execution = 'WAITING_FOR_RESOURCE'", read));
  }

  private double waiting(String figure, String which, Figure read) {
    return jdbc.sql("select " + figure + " as figure from action where " + which)
        .query((row, n) -> read.of(row))
        .single();
  }

  private double age(ResultSet row) throws SQLException {
    @Nullable Instant oldest = Columns.instantOrNull(row, "figure");
    return oldest == null
        ? 0
        : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1000.0);
  }

  private Telling rule(String name, String description, ToDoubleFunction<RuleStatistics> value) {
    return new Telling(name, "", description, "rule", SELDOM, () -> byRule(value));
  }

  /** Those of the policy in force, and those that did something lately. */
  private Map<String, Double> byRule(ToDoubleFunction<RuleStatistics> value) {
    var figures = new HashMap<String, Double>();
    policies
        .current()
        .ifPresent(
            revision ->
                revision.policy().rules().stream()
                    .map(PolicyRule::id)
                    .forEach(id -> figures.put(id, value.applyAsDouble(none(id)))));
    for (var row : ledger.ruleStatistics(clock.instant().minus(RULES_LOOK_BACK))) {
      figures.put(row.ruleId(), value.applyAsDouble(row));
    }
    return figures;
  }

  private static RuleStatistics none(String ruleId) {
    return new RuleStatistics(ruleId, 0, 0, 0, 0, 0);
  }
}
