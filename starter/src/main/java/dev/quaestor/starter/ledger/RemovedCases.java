package dev.quaestor.starter.ledger;

import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which cases there were. */
final class RemovedCases {
  private final JdbcClient jdbc;

  RemovedCases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<RemovedCase> find(String investigationId) {
    return jdbc.sql("select * from removed_case where investigation_id = ?")
        .param(Storable.of(investigationId))
        .query((row, n) -> read(row))
        .optional();
  }

  /** Those of these that were. */
  Set<String> among(Collection<String> investigationIds) {
    return investigationIds.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(
                    """
                    select investigation_id from removed_case where investigation_id = any(?)""")
                .param(investigationIds.stream().map(Storable::of).toArray(String[]::new))
                .query(String.class)
                .list());
  }

  private static RemovedCase read(ResultSet row) throws SQLException {
    return new RemovedCase(
        row.getString("investigation_id"),
        Columns.instant(row, "ended_at"),
        Columns.instant(row, "removed_at"),
        row.getString("rule"),
        new RemovedCase.Traces(
            row.getLong("events"), row.getLong("last_event_id"), row.getString("events_hash")),
        row.getInt("alerts"),
        row.getInt("evidence"),
        row.getInt("actions"),
        row.getString("archive"));
  }

  void add(RemovedCase removed) {
    jdbc.sql(
            """
            insert into removed_case (investigation_id, ended_at, removed_at, rule, events,
              last_event_id, events_hash, alerts, evidence, actions, archive)
            values (:case, :ended, :removed, :rule, :events, :last, :hash, :alerts, :evidence,
              :actions, :archive)""")
        .param("case", removed.investigationId())
        .param("ended", Columns.utc(removed.endedAt()))
        .param("removed", Columns.utc(removed.removedAt()))
        .param("rule", removed.rule())
        .param("events", removed.traces().events())
        .param("last", removed.traces().lastEventId())
        .param("hash", removed.traces().sha256())
        .param("alerts", removed.alerts())
        .param("evidence", removed.evidence())
        .param("actions", removed.actions())
        .param("archive", removed.archive())
        .update();
  }
}
