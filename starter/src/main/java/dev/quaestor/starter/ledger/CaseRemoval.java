package dev.quaestor.starter.ledger;

import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The one way in which something of the ledger goes: a case that ended long ago, as a whole, in one
 * transaction that leaves a {@link RemovedCase}. PostgreSQL lets no other delete an event, and none
 * that leaves a part.
 */
public final class CaseRemoval {
  /** Whoever has this tag in a case's file keeps the case. */
  public static final String HOLD_TAG = "legal-hold";

  private static final int LINES = Ledger.MAX_LOG_LINES;

  /**
   * Of {@code investigation i}: nothing of it has happened since {@code :before}, nothing of it is
   * under way or can still be decided, nobody keeps it, no open case has one of its alerts, and no
   * case or order that stays shares a state of the world with it: that one's undo has to know of
   * it. What its own actions have left there does not keep it: past its time nothing is undone.
   */
  private static final String REMOVABLE =
      """
      i.ended_at < :before
      and not exists (select 1 from case_tag t where t.investigation_id = i.investigation_id
        and t.tag_key = 'legal-hold' and t.stands)
      and not exists (select 1 from action a where a.investigation_id = i.investigation_id
        and (a.decision = 'PENDING' or a.undo_state = 'RUNNING'
          or (a.requested_by is not null and a.decision in ('NOT_NEEDED', 'APPROVED')
            and a.execution in ('NOT_STARTED', 'RUNNING', 'WAITING_FOR_RESOURCE'))))
      and not exists (select 1 from ledger_event e where e.investigation_id = i.investigation_id
        and e.at >= :before)
      and not exists (select 1 from alert a
        join alert o on o.id_hash = a.id_hash and o.alert_hash = a.alert_hash
        join investigation p on p.investigation_id = o.investigation_id
        where a.investigation_id = i.investigation_id and p.ended_at is null)
      and not exists (select 1 from state_hold h
        join state_hold o on o.kind = h.kind and o.name_hash = h.name_hash
          and o.action_id <> h.action_id
        left join investigation p on p.investigation_id = o.investigation_id
        left join action c on c.action_id = o.action_id
        where h.investigation_id = i.investigation_id
          and h.hold in ('CLAIMED', 'HELD', 'RELEASING')
          and o.hold in ('CLAIMED', 'HELD', 'RELEASING')
          and coalesce(p.investigation_id, '') <> i.investigation_id
          and case when o.investigation_id is null
            then c.finished_at is null or c.finished_at >= :before
            else p.investigation_id is not null and (p.ended_at is null or p.ended_at >= :before)
            end)
      """;

  /** What goes with a case, each by the case's own id; actions after what is found by them. */
  private static final List<String> WITH_IT =
      List.of(
          "delete from alert_version where investigation_id = :case",
          "delete from alert where investigation_id = :case",
          "delete from source_alert where investigation_id = :case",
          "delete from evidence_mention where investigation_id = :case",
          "delete from evidence where investigation_id = :case",
          """
          delete from caller_request where request_id in
            (select a.action_id from action a where a.investigation_id = :case)""",
          """
          delete from action_mention where action_id in
            (select a.action_id from action a where a.investigation_id = :case)""",
          "delete from state_hold where investigation_id = :case",
          "delete from action where investigation_id = :case",
          "delete from classification where investigation_id = :case",
          "delete from case_note where investigation_id = :case",
          "delete from case_tag where investigation_id = :case",
          "delete from case_thread where investigation_id = :case",
          """
          delete from webhook_lane where lane = :case and is_case
            and webhook in (select w.name from webhook w)""");

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final EventStore events;
  private final RemovedCases removed;
  private final InstantSource clock;

  public CaseRemoval(DataSource dataSource, InstantSource clock) {
    var rows = new JdbcTemplate(dataSource);
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(rows);
    this.events = new EventStore(jdbc, rows);
    this.removed = new RemovedCases(jdbc);
    this.clock = clock;
  }

  /** A case that may go. */
  public record Due(String investigationId, Instant endedAt) {}

  /**
   * The earlier of this process's clock and the database's: what is deleted because one of them is
   * ahead does not come back.
   */
  public Instant now() {
    var here = clock.instant();
    var there =
        transactions.alone(
            () ->
                jdbc.sql("select current_timestamp")
                    .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                    .single());
    return here.isBefore(there) ? here : there;
  }

  /**
   * Cases that may go, those that ended first before others.
   *
   * @param before nothing of them has happened since
   * @param after the last one that was given; null from the start
   */
  public List<Due> due(Instant before, @Nullable Due after, int limit) {
    var from = after == null ? new Due("", Instant.EPOCH) : after;
    return transactions.alone(
        () ->
            jdbc.sql(
                    """
                    select i.investigation_id, i.ended_at from investigation i
                    where (i.ended_at, i.investigation_id) > (:endedAt, :id) and %s
                    order by i.ended_at, i.investigation_id limit :limit"""
                        .formatted(REMOVABLE))
                .param("endedAt", Columns.utc(from.endedAt()))
                .param("id", from.investigationId())
                .param("before", Columns.utc(before))
                .param("limit", limit)
                .query(
                    (row, n) ->
                        new Due(
                            row.getString("investigation_id"), Columns.instant(row, "ended_at")))
                .list());
  }

  /**
   * Reads all events of a case.
   *
   * @param lines is told each as a line of JSON, without its end
   */
  public RemovedCase.Traces traces(String investigationId, Consumer<byte[]> lines) {
    var hash = new Sha256();
    long count = 0;
    long last = 0;
    List<LogLine> some;
    do {
      long after = last;
      some = transactions.alone(() -> events.log(Storable.of(investigationId), after, LINES));
      for (var one : some) {
        var line = QuaestorJson.mapper().writeValueAsString(one).getBytes(StandardCharsets.UTF_8);
        lines.accept(line);
        hash.add(line, line.length);
        hash.add(END_OF_LINE, 1);
        last = one.id();
        count++;
      }
    } while (some.size() == LINES);
    return new RemovedCase.Traces(count, last, hash.hex());
  }

  private static final byte[] END_OF_LINE = {'\n'};

  /**
   * Removes a case with all that belongs to it, for good.
   *
   * @param before as it was found by
   * @param traces its events, as they were read before
   * @param archive the name of the file that has them; null where there is none
   * @return empty when it is gone already, or may not go any more
   */
  public Optional<RemovedCase> remove(
      Due due, Instant before, String rule, RemovedCase.Traces traces, @Nullable String archive) {
    return transactions.write(
        () -> {
          if (!locked(due.investigationId()) || !mayGo(due, before, traces)) {
            return Optional.empty();
          }
          var gone =
              new RemovedCase(
                  due.investigationId(),
                  due.endedAt(),
                  now(),
                  rule,
                  traces,
                  count("alert", due),
                  count("evidence", due),
                  count("action", due),
                  archive);
          // First what is left of it, so that the database lets its events go.
          removed.add(gone);
          WITH_IT.forEach(sql -> jdbc.sql(sql).param("case", due.investigationId()).update());
          int events =
              jdbc.sql("delete from ledger_event where investigation_id = ?")
                  .param(due.investigationId())
                  .update();
          if (events != traces.events()) {
            throw new IllegalStateException(
                "of %s other events were deleted than were read (%d, %d)"
                    .formatted(due.investigationId(), events, traces.events()));
          }
          jdbc.sql("delete from investigation where investigation_id = ?")
              .param(due.investigationId())
              .update();
          return Optional.of(gone);
        });
  }

  /** Whoever records something of it waits, and then finds it gone. */
  private boolean locked(String id) {
    boolean there =
        jdbc.sql("select investigation_id from investigation where investigation_id = ? for update")
            .param(id)
            .query(String.class)
            .optional()
            .isPresent();
    if (there) {
      Turn.RETENTION.take(jdbc);
    }
    return there;
  }

  private boolean mayGo(Due due, Instant before, RemovedCase.Traces traces) {
    return jdbc.sql(
                    "select count(*) from investigation i where i.investigation_id = :case and i.ended_at = :ended and "
                        + REMOVABLE)
                .param("case", due.investigationId())
                .param("ended", Columns.utc(due.endedAt()))
                .param("before", Columns.utc(before))
                .query(Integer.class)
                .single()
            == 1
        && jdbc.sql(
                """
                select count(*) as events, coalesce(max(id), 0) as last_id from ledger_event
                where investigation_id = ?""")
            .param(due.investigationId())
            .query(
                (row, n) ->
                    row.getLong("events") == traces.events()
                        && row.getLong("last_id") == traces.lastEventId())
            .single();
  }

  private int count(String table, Due due) {
    return jdbc.sql("select count(*) from " + table + " where investigation_id = ?")
        .param(due.investigationId())
        .query(Integer.class)
        .single();
  }

  /** What is left of a case; empty where none of that id was removed. */
  public Optional<RemovedCase> find(String investigationId) {
    return transactions.alone(() -> removed.find(investigationId));
  }

  /** What goes by its own time. */
  private enum Sweep {
    /** What came of an alert that was read and is in no case. */
    ALERTS("source_alert", "(source, alert_id)", "taken_at", "investigation_id is null"),
    /** What an alert said that no case speaks of. */
    BODIES(
        "alert_body",
        "content_hash",
        "kept_at",
        """
        not exists (select 1 from alert_version v where v.content_hash = alert_body.content_hash)\
        """),
    /** What an idempotency key stood for. */
    KEYS("caller_request", "request_id", "asked_at", "fingerprint is not null");

    final String counted;
    final String deleted;

    Sweep(String table, String key, String time, String which) {
      var past = " from %s where %s < :before and %s".formatted(table, time, which);
      counted = "select count(*)" + past;
      // Asked again of each: it may be said again meanwhile.
      deleted =
          "delete from %s where %s < :before and %s in (select %s%s order by %s limit :most)"
              .formatted(table, time, key, key.replace("(", "").replace(")", ""), past, time);
    }
  }

  /**
   * Forgets what came of alerts that were read and are in no case, what alerts said that are in
   * none any more, and what idempotency keys stood for.
   *
   * @param most so many of each
   * @return how many
   */
  public Swept sweep(Instant before, int most) {
    return new Swept(
        sweep(Sweep.ALERTS, before, most),
        sweep(Sweep.BODIES, before, most),
        sweep(Sweep.KEYS, before, most));
  }

  private int sweep(Sweep of, Instant before, int most) {
    return transactions.write(
        () ->
            jdbc.sql(of.deleted).param("before", Columns.utc(before)).param("most", most).update());
  }

  /** What {@link #sweep} would forget. */
  public Swept sweepable(Instant before) {
    return transactions.read(
        () ->
            new Swept(
                sweepable(Sweep.ALERTS, before),
                sweepable(Sweep.BODIES, before),
                sweepable(Sweep.KEYS, before)));
  }

  private int sweepable(Sweep of, Instant before) {
    return jdbc.sql(of.counted).param("before", Columns.utc(before)).query(Integer.class).single();
  }

  /**
   * How many were forgotten.
   *
   * @param bodies what alerts said
   */
  public record Swept(int alerts, int bodies, int keys) {}
}
