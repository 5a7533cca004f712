package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The append-only table. There is one statement that writes to it, and it inserts. */
final class EventStore {
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  EventStore(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Appends what is not there yet; to be called in a transaction.
   *
   * @return the entries that are new, in order
   */
  List<LedgerEntry> append(LedgerBatch batch) {
    if (batch.investigationId() != null) {
      lockCase(batch.investigationId());
    }
    List<LedgerEntry> fresh = fresh(batch);
    if (!fresh.isEmpty()) {
      insert(batch, fresh);
    }
    return fresh;
  }

  /**
   * One writer a case at a time: so that ids within a case are seen in their order, and a reader
   * who goes on from the last id misses nothing.
   */
  private void lockCase(String investigationId) {
    jdbc.sql("select 1 from investigation where investigation_id = ? for update")
        .param(investigationId)
        .query(Integer.class)
        .optional();
  }

  private List<LedgerEntry> fresh(LedgerBatch batch) {
    long last =
        jdbc.sql("select coalesce(max(seq), 0) from ledger_event where stream = ?")
            .param(batch.stream())
            .query(Long.class)
            .single();
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

  private void insert(LedgerBatch batch, List<LedgerEntry> fresh) {
    batches.batchUpdate(
        "insert into ledger_event (stream, seq, investigation_id, at, type, body)"
            + " values (?, ?, ?, ?, ?, ?)",
        fresh,
        fresh.size(),
        (statement, entry) -> {
          String body = Columns.json(entry.event(), LedgerEvent.class);
          statement.setString(1, batch.stream());
          statement.setLong(2, entry.seq());
          statement.setString(3, batch.investigationId());
          statement.setObject(4, Columns.utc(entry.at()));
          statement.setString(5, typeIn(body));
          statement.setString(6, body);
        });
  }

  /** The wire name, from where the wire has it. */
  private static String typeIn(String body) {
    return QuaestorJson.mapper().readTree(body).path("type").asString();
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
