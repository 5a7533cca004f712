package dev.quaestor.starter.ledger;

import dev.quaestor.actioncenter.LedgerEvent;
import dev.quaestor.entity.EntityKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people said of alerts and evidence, and which actions stand on what they spoke of. */
final class ClassificationQueries {
  private final JdbcClient jdbc;

  ClassificationQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static String subjectOf(LedgerEvent.Classified word) {
    return StoredText.hash(
        word.alertId() != null ? "alert:" + word.alertId() : "entity:" + word.entityKey());
  }

  /** The latest word on each thing of a case. */
  List<ClassificationRow> of(String investigationId) {
    return jdbc.sql(
            "select body, said_at from classification where investigation_id = ? order by said_at")
        .param(StoredText.clean(investigationId))
        .query(
            (row, n) ->
                new ClassificationRow(
                    Columns.value(row, "body", LedgerEvent.Classified.class),
                    Columns.instant(row, "said_at")))
        .list();
  }

  private record Resting(String actionId, @Nullable String body, @Nullable String evidence) {}

  /** The actions that policy planned because of any of these, by id, in their order. */
  List<String> actionsRestingOn(String investigationId, Set<String> entityKeys) {
    return jdbc
        .sql(
            """
            select action_id, body, evidence from action
            where investigation_id = ? and rule_id is not null order by position""")
        .param(StoredText.clean(investigationId))
        .query(
            (row, n) ->
                new Resting(
                    row.getString("action_id"), row.getString("body"), row.getString("evidence")))
        .list()
        .stream()
        .filter(a -> rests(a, entityKeys))
        .map(Resting::actionId)
        .toList();
  }

  private static boolean rests(Resting action, Set<String> entityKeys) {
    var mapper = dev.quaestor.wire.QuaestorJson.mapper();
    var on = new HashSet<String>();
    if (action.evidence() != null) {
      on.addAll(Arrays.asList(mapper.readValue(action.evidence(), String[].class)));
    } else if (action.body() != null) {
      // Planned before it was recorded what an action rests on.
      on.add(
          mapper
              .readValue(action.body(), dev.quaestor.remediation.RemediationAction.class)
              .target()
              .key()
              .value());
    }
    on.retainAll(entityKeys);
    return !on.isEmpty();
  }

  /** One rule's record. */
  List<RuleStatistics> statistics(Instant since) {
    return jdbc.sql(
            """
            select a.rule_id,
              count(*) as actions,
              sum(case when a.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED') then 1 else 0 end)
                as done,
              sum(case when a.undo_state = 'UNDONE' then 1 else 0 end) as undone,
              sum(case when a.decision = 'REJECTED' then 1 else 0 end) as rejected,
              sum(case when a.decision = 'EXPIRED' then 1 else 0 end) as expired
            from action a
            where a.rule_id is not null and a.created_at >= ? and a.decision <> 'SUPERSEDED'
            group by a.rule_id order by a.rule_id""")
        .param(Columns.utc(since))
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

  /** The keys as an action's column holds them. */
  static Set<String> texts(List<EntityKey> keys) {
    var texts = new HashSet<String>();
    keys.forEach(key -> texts.add(key.value()));
    return texts;
  }
}
