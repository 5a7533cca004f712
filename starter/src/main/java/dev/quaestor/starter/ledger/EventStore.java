package dev.quaestor.starter.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The append-only table. There is one statement that writes to it, and it inserts. A whole case
 * goes by {@link CaseRemoval}.
 */
final class EventStore {
  private static final RowStatement INSERT =
      RowStatement.of(
          """
          insert into ledger_event (stream, seq, investigation_id, at, type, body)
          values (:stream, :seq, :case, :at, :type, :body)""");

  /** By the event's class, the wire name. */
  private static final Map<Class<?>, String> TYPES =
      Arrays.stream(LedgerEvent.class.getAnnotation(JsonSubTypes.class).value())
          .collect(Collectors.toMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  EventStore(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** The number of the last event of each stream; of those that have one. */
  Map<String, Long> heads(Collection<String> streams) {
    var heads = new HashMap<String, Long>();
    jdbc.sql(
            """
            select s.stream, (
                select e.seq from ledger_event e where e.stream = s.stream
                order by e.stream desc, e.seq desc limit 1) as head
            from unnest(cast(? as varchar array)) as s(stream)""")
        .param(streams.toArray(String[]::new))
        .query(
            row -> {
              long head = row.getLong("head");
              if (!row.wasNull()) {
                heads.put(row.getString("stream"), head);
              }
            });
    return heads;
  }

  /**
   * What of a batch is not there yet, in order.
   *
   * @param head the number of the last event of its stream; 0 where there is none
   * @throws OutOfOrderException when some before it are missing
   */
  static List<LedgerEntry> fresh(LedgerBatch batch, long head) {
    long last = head;
    var fresh = new ArrayList<LedgerEntry>();
    for (var entry :
        batch.entries().stream().sorted(Comparator.comparingLong(LedgerEntry::seq)).toList()) {
      if (entry.seq() < 1) {
        throw new IllegalArgumentException("events are numbered from 1, not " + entry.seq());
      }
      if (entry.seq() <= last) {
        continue;
      }
      if (entry.seq() != last + 1) {
        throw new OutOfOrderException(batch.stream(), last + 1, entry.seq());
      }
      fresh.add(entry);
      last = entry.seq();
    }
    return fresh;
  }

  /** The row of one event. */
  static Map<String, @Nullable Object> row(LedgerBatch batch, LedgerEntry entry) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("stream", batch.stream());
    row.put("seq", entry.seq());
    row.put("case", batch.investigationId());
    row.put("at", Columns.utc(entry.at()));
    row.put("type", TYPES.get(entry.event().getClass()));
    row.put("body", Columns.json(entry.event(), LedgerEvent.class));
    return row;
  }

  /**
   * Appends rows, under the locks of their cases: so that ids within a case are seen in their order
   * and a reader who goes on from the last id misses nothing.
   */
  void append(List<Map<String, @Nullable Object>> rows) {
    INSERT.run(batches, rows);
  }

  /** The events of one case from one place on. */
  List<LogLine> log(String investigationId, long after, int limit) {
    return jdbc.sql(
            """
            select id, stream, seq, investigation_id, at, type, body from ledger_event
            where investigation_id = ? and id > ? order by id limit ?""")
        .params(investigationId, after, limit)
        .query(
            (row, n) -> {
              @Nullable String ofCase = row.getString("investigation_id");
              return new LogLine(
                  row.getLong("id"),
                  row.getString("stream"),
                  row.getLong("seq"),
                  ofCase,
                  Columns.instant(row, "at"),
                  row.getString("type"),
                  QuaestorJson.mapper().readTree(row.getString("body")));
            })
        .list();
  }
}
