package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.policy.Gate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Recorded cases, one at a time, for whoever asks what would have been. Every case is read in a
 * read-only transaction of its own, so that nothing is held up and memory holds one case.
 */
public final class PastCases {
  private final JdbcClient jdbc;
  private final CaseQueries cases;
  private final Transactions transactions;

  public PastCases(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.cases = new CaseQueries(jdbc);
    this.transactions = new Transactions(dataSource);
  }

  private record Head(String id, Severity severity, Instant startedAt, int revision) {}

  /**
   * Hands over the cases that started then or later, newest first; those that start meanwhile are
   * left out.
   *
   * @param use gives false when it wants no more
   * @return whether all were handed over
   */
  public boolean since(Instant since, Predicate<PastCase> use) {
    @Nullable Head last = null;
    while (true) {
      Head before = last;
      var next = transactions.read(() -> next(since, before).map(h -> new Read(h, read(h))));
      if (next.isEmpty()) {
        return true;
      }
      if (!use.test(next.get().past())) {
        return false;
      }
      last = next.get().head();
    }
  }

  private record Read(Head head, PastCase past) {}

  private Optional<Head> next(Instant since, @Nullable Head before) {
    var columns =
        "select investigation_id, severity, started_at, policy_revision from investigation";
    var order = " order by started_at desc, investigation_id desc limit 1";
    var query =
        before == null
            ? jdbc.sql(columns + " where started_at >= ?" + order).params(Columns.utc(since))
            : jdbc.sql(
                    columns
                        + " where started_at >= ? and (started_at < ? or (started_at = ? and"
                        + " investigation_id < ?))"
                        + order)
                .params(
                    Columns.utc(since),
                    Columns.utc(before.startedAt()),
                    Columns.utc(before.startedAt()),
                    before.id());
    return query
        .query(
            (row, n) ->
                new Head(
                    row.getString("investigation_id"),
                    Columns.name(row, "severity", Severity.class),
                    Columns.instant(row, "started_at"),
                    row.getInt("policy_revision")))
        .optional();
  }

  private PastCase read(Head head) {
    return new PastCase(
        head.id(),
        head.severity(),
        head.startedAt(),
        head.revision(),
        cases.alerts(head.id()),
        cases.evidence(head.id()).stream().map(EvidenceRow::assessment).toList(),
        planned(head.id()));
  }

  /** An expansion is not planned by rules, and what people order is nobody's plan. */
  private List<PastCase.Planned> planned(String investigationId) {
    return jdbc.sql(
            """
            select body, gate from action
            where investigation_id = ? and requested_by is null and rule_id is not null
              and source in (?, ?) and decision <> ? and type <> ?
            order by position""")
        .params(
            investigationId,
            ActionSource.AUTOMATED_DEVICE_ACTION.name(),
            ActionSource.AUTOMATED_EMAIL_ACTION.name(),
            DecisionStatus.SUPERSEDED.name(),
            ActionType.EXPAND_INVESTIGATION.name())
        .query(
            (row, n) ->
                new PastCase.Planned(
                    Columns.value(row, "body", RemediationAction.class),
                    Columns.name(row, "gate", Gate.class)))
        .list();
  }
}
