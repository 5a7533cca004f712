package dev.quaestor.starter.ledger;

import dev.quaestor.text.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which open case a thing belongs to that several alerts may name. Whoever looks for a place takes
 * what nobody holds before anybody else looks: of two that come at once the second finds the first.
 */
final class CaseThreads {
  /** So long a place counts of whose case nothing is recorded yet. */
  static final Duration UNHEARD = Duration.ofHours(1);

  private static final RowStatement BEGIN =
      RowStatement.of(
          """
          insert into case_thread (thread_hash, correlation_key, since)
          values (:hash, :key, :now)""");

  private static final RowStatement MOVE =
      RowStatement.of(
          """
          update case_thread set correlation_key = :key, investigation_id = null, since = :now
          where thread_hash = :hash""");

  private final JdbcClient jdbc;
  private final JdbcTemplate rows;

  CaseThreads(JdbcClient jdbc, JdbcTemplate rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /**
   * Where a thread leads.
   *
   * @param known whether the ledger has the case
   */
  private record Place(String key, Instant since, boolean known, boolean ended) {
    boolean isOpen(Instant now) {
      return known ? !ended : since.plus(UNHEARD).isAfter(now);
    }
  }

  /** The key of the case to go to; empty while some thread leads to none. */
  Optional<String> standing(List<String> threads, Instant now) {
    var places = places(threads);
    return threads.stream().map(Sha256::of).allMatch(hash -> isOpen(places, hash, now))
        ? chosen(places, threads, now)
        : Optional.empty();
  }

  /** The same; what leads nowhere leads there from now on. */
  String meet(String own, List<String> threads, Instant now) {
    lock(threads);
    var places = places(threads);
    var key = chosen(places, threads, now).orElse(own);
    var begun = new ArrayList<Map<String, @Nullable Object>>();
    var moved = new ArrayList<Map<String, @Nullable Object>>();
    for (var hash : threads.stream().map(Sha256::of).distinct().sorted().toList()) {
      Map<String, @Nullable Object> row = Map.of("hash", hash, "key", key, "now", Columns.utc(now));
      if (!places.containsKey(hash)) {
        begun.add(row);
      } else if (!isOpen(places, hash, now)) {
        moved.add(row);
      }
    }
    BEGIN.run(rows, begun);
    MOVE.run(rows, moved);
    return key;
  }

  /** Says which case it came to be; the one that runs stays. */
  int lead(List<String> threads, String key, String investigationId) {
    return jdbc.sql(
            """
            update case_thread set investigation_id = :case
            where thread_hash in (:hashes) and correlation_key = :key
              and (investigation_id is null or investigation_id in
                (select i.investigation_id from investigation i
                where i.ended_at is not null and i.investigation_id <> :case))""")
        .param("hashes", hashes(threads))
        .param("key", key)
        .param("case", investigationId)
        .update();
  }

  private static boolean isOpen(Map<String, Place> places, String hash, Instant now) {
    var place = places.get(hash);
    return place != null && place.isOpen(now);
  }

  private static Optional<String> chosen(
      Map<String, Place> places, List<String> threads, Instant now) {
    return threads.stream()
        .map(Sha256::of)
        .filter(hash -> isOpen(places, hash, now))
        .map(places::get)
        .map(Place::key)
        .findFirst();
  }

  private void lock(List<String> threads) {
    jdbc.sql(
            """
            select thread_hash from case_thread where thread_hash in (:hashes)
            order by thread_hash for update""")
        .param("hashes", hashes(threads))
        .query(String.class)
        .list();
  }

  private Map<String, Place> places(List<String> threads) {
    return jdbc
        .sql(
            """
            select t.*, i.investigation_id as known, i.ended_at from case_thread t
            left join investigation i on i.investigation_id = t.investigation_id
            where t.thread_hash in (:hashes)""")
        .param("hashes", hashes(threads))
        .query((row, n) -> Map.entry(row.getString("thread_hash"), place(row)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Place place(ResultSet row) throws SQLException {
    @Nullable String known = row.getString("known");
    return new Place(
        row.getString("correlation_key"),
        Columns.instant(row, "since"),
        known != null,
        Columns.instantOrNull(row, "ended_at") != null);
  }

  private static List<String> hashes(List<String> threads) {
    return threads.stream().map(Sha256::of).distinct().toList();
  }
}
