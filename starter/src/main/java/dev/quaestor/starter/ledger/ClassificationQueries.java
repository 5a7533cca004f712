package dev.quaestor.starter.ledger;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people said of alerts and evidence, and what the actions of policy rest on. */
final class ClassificationQueries {
  private final JdbcClient jdbc;

  ClassificationQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static String subjectOf(LedgerEvent.Classified word) {
    return word.alertId() != null
        ? ofAlert(word.alertId())
        : Sha256.of("entity:" + word.entityKey());
  }

  static String ofAlert(String alertId) {
    return Sha256.of("alert:" + alertId);
  }

  /** The latest word on each thing of a case. */
  List<ClassificationRow> of(String investigationId) {
    return jdbc.sql(
            "select body, said_at from classification where investigation_id = ? order by said_at")
        .param(Storable.of(investigationId))
        .query(
            (row, n) ->
                new ClassificationRow(
                    Columns.value(row, "body", LedgerEvent.Classified.class),
                    Columns.instant(row, "said_at")))
        .list();
  }

  /** The actions of a case that policy planned, in their order, with what each rests on. */
  List<PlannedBecause> planned(String investigationId) {
    return jdbc.sql(
            """
            select action_id, body, evidence from action
            where investigation_id = ? and rule_id is not null order by position""")
        .param(Storable.of(investigationId))
        .query(
            (row, n) -> {
              var action = Columns.value(row, "body", RemediationAction.class);
              var evidence = Columns.valueOrNull(row, "evidence", EntityKey[].class);
              return new PlannedBecause(
                  row.getString("action_id"),
                  // Planned before it was recorded what an action rests on.
                  evidence == null ? List.of(action.target().key()) : List.of(evidence));
            })
        .list();
  }

  /** What became of each rule's actions that one may see. */
  List<RuleStatistics> statistics(Instant since, Scope sight) {
    return new Conditions()
        .and("c.rule_id is not null and c.created_at >= :since and c.decision <> 'SUPERSEDED'")
        .with("since", Columns.utc(since))
        .actionsIn(sight)
        .in(
            jdbc,
            """
            select c.rule_id,
              count(*) as actions,
              sum(case when c.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED') then 1 else 0 end)
                as done,
              sum(case when c.undo_state = 'UNDONE' then 1 else 0 end) as undone,
              sum(case when c.decision = 'REJECTED' then 1 else 0 end) as rejected,
              sum(case when c.decision = 'EXPIRED' then 1 else 0 end) as expired
            from action c/*where*/
            group by c.rule_id order by c.rule_id""")
        .query(
            (row, n) ->
                new RuleStatistics(
                    row.getString("rule_id"),
                    row.getLong("actions"),
                    row.getLong("done"),
                    row.getLong("undone"),
                    row.getLong("rejected"),
                    row.getLong("expired")))
        .list();
  }
}
