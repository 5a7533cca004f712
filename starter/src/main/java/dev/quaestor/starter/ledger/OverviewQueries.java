package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionType;
import dev.quaestor.starter.ledger.Overview.Actions;
import dev.quaestor.starter.ledger.Overview.Spread;
import dev.quaestor.starter.ledger.Overview.Stuck;
import dev.quaestor.starter.ledger.Overview.Verdicts;
import dev.quaestor.starter.ledger.Overview.Week;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The figures of the last weeks: each query reads one span of an index and gives a row a week. */
final class OverviewQueries {
  private static final long WEEK = Duration.ofDays(7).toSeconds();

  private final JdbcClient jdbc;

  OverviewQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Since when the oldest waits that does; empty when nothing waits. */
  Optional<Instant> oldestWaiting(Scope sight) {
    return Optional.ofNullable(
        new Conditions()
            .and("c.decision = 'PENDING'")
            .actionsIn(sight)
            .in(jdbc, "select min(c.created_at) as oldest from action c/*where*/")
            .query((row, n) -> new Oldest(Columns.instantOrNull(row, "oldest")))
            .single()
            .at());
  }

  private record Oldest(@Nullable Instant at) {}

  /** What waits for a device or a back end, by the kind of action, the longest wait first. */
  List<Stuck> stuck(Scope sight) {
    return new Conditions()
        .and("c.execution = 'WAITING_FOR_RESOURCE'")
        .actionsIn(sight)
        .in(
            jdbc,
            """
            select c.type, count(*) as actions, min(coalesce(c.started_at, c.created_at)) as since
            from action c/*where*/ group by c.type order by since, c.type""")
        .query(
            (row, n) ->
                new Stuck(
                    Columns.name(row, "type", ActionType.class),
                    row.getLong("actions"),
                    Columns.instant(row, "since")))
        .list();
  }

  /** The last weeks, the first first; they begin on Mondays, UTC, and the last is this one. */
  List<Week> weeks(int weeks, Instant now, Scope sight) {
    var first =
        now.atOffset(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .minusWeeks(weeks - 1L)
            .toInstant();
    var verdicts =
        byWeek(
            """
            select %s as week, count(*) as cases, count(seconds) as known,
              percentile_cont(0.5) within group (order by seconds) as median,
              percentile_cont(0.9) within group (order by seconds) as slow
            from (select i.started_at as at, cast(extract(epoch from i.concluded_at)
                - extract(epoch from i.started_at) as double precision) as seconds
              from investigation i/*where*/) c
            group by %s""",
            first,
            new Conditions().and("i.started_at >= :from").casesIn(sight),
            row -> new Verdicts(row.getLong("cases"), spread(row)));
    var actions =
        byWeek(
            """
            select %s as week, count(seconds) as known,
              sum(case when decision = 'NOT_NEEDED' and requested_by is null then 1 else 0 end)
                as automatic,
              sum(case when decision <> 'SUPERSEDED' and requested_by is null then 1 else 0 end)
                as planned,
              sum(case when execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED') then 1 else 0 end)
                as done,
              sum(case when execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED')
                  and undo_state = 'UNDONE' then 1 else 0 end) as undone,
              percentile_cont(0.5) within group (order by seconds) as median,
              percentile_cont(0.9) within group (order by seconds) as slow
            from (select c.created_at as at, c.decision, c.requested_by, c.execution, c.undo_state,
                case when c.decision in ('APPROVED', 'REJECTED') and c.decided_by is not null
                    and c.expires_at is not null
                  then cast(extract(epoch from c.decided_at) - extract(epoch from c.created_at)
                    as double precision) end as seconds
              from action c/*where*/) c
            group by %s""",
            first,
            new Conditions().and("c.created_at >= :from").actionsIn(sight),
            row ->
                new Actions(
                    row.getLong("planned"),
                    row.getLong("automatic"),
                    row.getLong("done"),
                    row.getLong("undone"),
                    spread(row)));
    var all = new ArrayList<Week>();
    for (int n = 0; n < weeks; n++) {
      all.add(
          new Week(
              first.plusSeconds(n * WEEK),
              verdicts.getOrDefault(n, new Verdicts(0, Spread.NONE)),
              actions.getOrDefault(n, new Actions(0, 0, 0, 0, Spread.NONE))));
    }
    return all;
  }

  /** Of what began in a period; until now, where it has no end. */
  Kpis kpis(Instant since, @Nullable Instant until, Scope sight) {
    var verdicts =
        period("i.started_at", since, until)
            .casesIn(sight)
            .in(
                jdbc,
                """
                select count(*) as cases, count(seconds) as known,
                  percentile_cont(0.5) within group (order by seconds) as median,
                  percentile_cont(0.9) within group (order by seconds) as slow
                from (select cast(extract(epoch from i.concluded_at)
                    - extract(epoch from i.started_at) as double precision) as seconds
                  from investigation i/*where*/) c""")
            .query((row, n) -> new Verdicts(row.getLong("cases"), spread(row)))
            .single();
    return period("c.created_at", since, until)
        .actionsIn(sight)
        .in(
            jdbc,
            """
            select count(decide) as known,
              coalesce(sum(case when decision = 'NOT_NEEDED' and requested_by is null
                then 1 else 0 end), 0) as automatic,
              coalesce(sum(case when decision <> 'SUPERSEDED' and requested_by is null
                then 1 else 0 end), 0) as planned,
              coalesce(sum(took_effect), 0) as done,
              coalesce(sum(case when undo_state = 'UNDONE' then took_effect else 0 end), 0)
                as undone,
              percentile_cont(0.5) within group (order by decide) as median,
              percentile_cont(0.9) within group (order by decide) as slow,
              count(remediate) as remediated,
              percentile_cont(0.5) within group (order by remediate) as remediate_median,
              percentile_cont(0.9) within group (order by remediate) as remediate_slow
            from (select c.decision, c.requested_by, c.undo_state,
                case when c.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED') then 1 else 0 end
                  as took_effect,
                case when c.decision in ('APPROVED', 'REJECTED') and c.decided_by is not null
                    and c.expires_at is not null
                  then cast(extract(epoch from c.decided_at) - extract(epoch from c.created_at)
                    as double precision) end as decide,
                case when c.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED')
                  then cast(extract(epoch from c.finished_at)
                    - extract(epoch from coalesce(k.started_at, c.created_at))
                    as double precision) end as remediate
              from action c left join investigation k
                on k.investigation_id = c.investigation_id/*where*/) c""")
        .query(
            (row, n) ->
                new Kpis(
                    verdicts.cases(),
                    verdicts.toVerdict(),
                    row.getLong("planned"),
                    row.getLong("automatic"),
                    row.getLong("done"),
                    row.getLong("undone"),
                    spread(row),
                    spread(row, "remediated", "remediate_median", "remediate_slow")))
        .single();
  }

  private static Conditions period(String began, Instant since, @Nullable Instant until) {
    var which = new Conditions().and(began + " >= :since").with("since", Columns.utc(since));
    return until == null ? which : which.and(began + " < :until").with("until", Columns.utc(until));
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> Map<Integer, T> byWeek(
      String sql, Instant first, Conditions which, Reading<T> reading) {
    var week =
        "cast(floor((extract(epoch from c.at) - %d) / %d) as integer)"
            .formatted(first.getEpochSecond(), WEEK);
    var found = new TreeMap<Integer, T>();
    which
        .with("from", Columns.utc(first))
        .in(jdbc, sql.formatted(week, week))
        .query(
            row -> {
              found.put(row.getInt("week"), reading.of(row));
            });
    return found;
  }

  private static Spread spread(ResultSet row) throws SQLException {
    return spread(row, "known", "median", "slow");
  }

  private static Spread spread(ResultSet row, String count, String median, String slow)
      throws SQLException {
    long known = row.getLong(count);
    return known == 0
        ? Spread.NONE
        : new Spread(known, Math.round(row.getDouble(median)), Math.round(row.getDouble(slow)));
  }
}
