package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ocsf.CaseFacts;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.ocsf.KnownAction;
import dev.quaestor.starter.ocsf.Occurrence;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.QuaestorJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The ledger's events for those who tell them on, in the order of their ids. Reads only. Within a
 * case the order of ids is the order of commits, so a reader of one case goes on from its last id
 * and misses nothing. Across cases it is not: an id may be given out before a greater one and be
 * committed after it, so a reader of all must not go past a gap before it is {@link #SETTLED}.
 */
public final class EventFeed implements Chronicle {
  /** The most that one call gives. */
  public static final int MOST = 1_000;

  /**
   * How long after a gap's successor was recorded the gap is believed to be one for ever, as a
   * transaction that was rolled back leaves it. Recording takes milliseconds, and an activity that
   * records has thirty seconds.
   */
  static final Duration SETTLED = Duration.ofSeconds(60);

  private static final String COLUMNS =
      "select id, stream, seq, investigation_id, at, recorded_at, body from ledger_event ";

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public EventFeed(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /** A place in the feed with the lane that its event belongs to. */
  record Place(long id, String lane, boolean isCase, boolean settled) {}

  /** The greatest id there is; 0 in an empty ledger. */
  public long end() {
    return transactions.read(
        () -> jdbc.sql("select coalesce(max(id), 0) from ledger_event").query(Long.class).single());
  }

  /** The place before the first event that happened at or after a time; empty when none did. */
  public OptionalLong before(Instant since) {
    long first =
        transactions.read(
            () ->
                jdbc.sql("select coalesce(min(id), 0) from ledger_event where at >= ?")
                    .param(Columns.utc(since))
                    .query(Long.class)
                    .single());
    return first == 0 ? OptionalLong.empty() : OptionalLong.of(first - 1);
  }

  /**
   * Events after one place, of all cases, up to the first place where an event might yet appear.
   */
  public Part after(long id, int limit) {
    int most = Math.clamp(limit, 1, MOST);
    return transactions.read(
        () -> {
          var rows =
              jdbc.sql(COLUMNS + "where id > ? order by id limit ?")
                  .params(id, most)
                  .query((row, n) -> read(row))
                  .list();
          return part(id, most, settled(id, rows));
        });
  }

  /** Before the first gap that might yet be filled. */
  private List<Row> settled(long id, List<Row> rows) {
    long expected = id + 1;
    Instant horizon = clock.instant().minus(SETTLED);
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      if (row.id() != expected && row.recordedAt().isAfter(horizon)) {
        return rows.subList(0, i);
      }
      expected = row.id() + 1;
    }
    return rows;
  }

  @Override
  public Part ofCase(String investigationId, long after, int limit) {
    int most = Math.clamp(limit, 1, MOST);
    return transactions.read(
        () ->
            part(
                after,
                most,
                jdbc.sql(COLUMNS + "where investigation_id = ? and id > ? order by id limit ?")
                    .params(Storable.of(investigationId), after, most)
                    .query((row, n) -> read(row))
                    .list()));
  }

  @Override
  public Part ofStream(String stream, long after, int limit) {
    int most = Math.clamp(limit, 1, MOST);
    return transactions.read(
        () ->
            part(
                after,
                most,
                jdbc.sql(
                        COLUMNS
                            + "where stream = ? and investigation_id is null and id > ?"
                            + " order by seq limit ?")
                    .params(stream, after, most)
                    .query((row, n) -> read(row))
                    .list()));
  }

  private static Part part(long after, int most, List<Row> rows) {
    return new Part(
        rows.stream().map(Row::event).flatMap(Optional::stream).toList(),
        rows.isEmpty() ? after : rows.getLast().id(),
        rows.size() == most);
  }

  /**
   * What has moved.
   *
   * @param id of the event that says so
   * @param investigationId null for what is in no case
   */
  public record Change(long id, @Nullable String investigationId, List<String> actionIds) {}

  /**
   * Events behind a place, for those who watch: it waits for no gap, so that whoever misses nothing
   * reads a stretch again and knows what was there.
   */
  public List<Change> changes(long after, int limit) {
    return transactions.read(
        () ->
            jdbc.sql(
                    """
                    select id, investigation_id, body from ledger_event
                    where id > ? order by id limit ?""")
                .params(after, Math.clamp(limit, 1, MOST))
                .query(
                    (row, n) ->
                        new Change(
                            row.getLong("id"),
                            row.getString("investigation_id"),
                            actionsIn(row.getString("body"))))
                .list());
  }

  private static List<String> actionsIn(String body) {
    return QuaestorJson.mapper().readTree(body).findValues("actionId").stream()
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .distinct()
        .toList();
  }

  /** Places after one, of every lane; those behind an open gap are there and not settled. */
  List<Place> places(long after, int limit) {
    var rows =
        jdbc.sql(
                """
                select id, stream, investigation_id, recorded_at from ledger_event
                where id > ? order by id limit ?""")
            .params(after, limit)
            .query(
                (row, n) -> {
                  @Nullable String ofCase = row.getString("investigation_id");
                  return new Row(
                      row.getLong("id"),
                      ofCase == null ? row.getString("stream") : ofCase,
                      ofCase != null,
                      Columns.instant(row, "recorded_at"),
                      Optional.empty());
                })
            .list();
    var settled = settled(after, rows).size();
    var places = new ArrayList<Place>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      places.add(new Place(row.id(), row.lane(), row.isCase(), i < settled));
    }
    return places;
  }

  @Override
  public Optional<CaseFacts> facts(String investigationId) {
    return transactions.read(
        () ->
            jdbc.sql(
                    """
                    select investigation_id, title, started_by, started_at, policy_revision
                    from investigation where investigation_id = ?""")
                .param(Storable.of(investigationId))
                .query(
                    (row, n) ->
                        new CaseFacts(
                            row.getString("investigation_id"),
                            row.getString("title"),
                            row.getString("started_by"),
                            Columns.instant(row, "started_at"),
                            row.getInt("policy_revision")))
                .optional());
  }

  @Override
  public Optional<KnownAction> action(String actionId) {
    return transactions.read(
        () ->
            jdbc.sql(
                    """
                    select action_id, investigation_id, body, source, because, requested_by, receipt
                    from action where action_id = ?""")
                .param(Storable.of(actionId))
                .query((row, n) -> action(row))
                .optional());
  }

  private static KnownAction action(ResultSet row) throws SQLException {
    return new KnownAction(
        row.getString("action_id"),
        row.getString("investigation_id"),
        Columns.value(row, "body", RemediationAction.class),
        Columns.name(row, "source", ActionSource.class),
        row.getString("because"),
        row.getString("requested_by"),
        Columns.valueOrNull(row, "receipt", Receipt.class));
  }

  /** A row, read as far as this release can. */
  private record Row(
      long id, String lane, boolean isCase, Instant recordedAt, Optional<Occurrence> event) {}

  private static Row read(ResultSet row) throws SQLException {
    @Nullable String ofCase = row.getString("investigation_id");
    Instant recordedAt = Columns.instant(row, "recorded_at");
    return new Row(
        row.getLong("id"),
        ofCase == null ? row.getString("stream") : ofCase,
        ofCase != null,
        recordedAt,
        event(row, ofCase, recordedAt));
  }

  /** Empty for what a newer release wrote: its kind of event has no words here. */
  private static Optional<Occurrence> event(
      ResultSet row, @Nullable String ofCase, Instant recordedAt) throws SQLException {
    LedgerEvent event;
    try {
      event = QuaestorJson.mapper().readValue(row.getString("body"), LedgerEvent.class);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    return Optional.of(
        new Occurrence(
            row.getLong("id"),
            row.getString("stream"),
            row.getLong("seq"),
            ofCase,
            Columns.instant(row, "at"),
            recordedAt,
            event));
  }
}
