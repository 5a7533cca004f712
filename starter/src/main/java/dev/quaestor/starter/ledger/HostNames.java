package dev.quaestor.starter.ledger;

import dev.quaestor.alert.CorrelationKey;
import dev.quaestor.entity.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What hosts are called. It says which alerts are about one host, and nothing of what may be done
 * to it: that is asked of the directories when it is to be done. The newest word on a name stands,
 * since names are given to other machines.
 */
final class HostNames {
  /** So long nobody needs to be asked again. */
  static final Duration STANDS = Duration.ofHours(24);

  /** What is written again before that would only be the same. */
  private static final Duration FRESH = Duration.ofHours(1);

  /** A host that is called more brings its first ones together. */
  static final int MOST = 20;

  private static final RowStatement ADD =
      RowStatement.of(
          """
          insert into host_name (correlation_key, host, seen_at) values (:key, :host, :now)""");

  private static final RowStatement CHANGE =
      RowStatement.of(
          """
          update host_name set host = :host, seen_at = :now where correlation_key = :key""");

  private final JdbcClient jdbc;
  private final JdbcTemplate rows;

  HostNames(JdbcClient jdbc, JdbcTemplate rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  private record Word(String host, Instant seenAt) {}

  /**
   * Keeps what hosts are called, for the caller to commit.
   *
   * @param hosts the names of one host each, the id that it is known by best first
   */
  void keep(Collection<List<String>> hosts, Instant now) {
    var called =
        hosts.stream()
            .map(
                names ->
                    names.stream()
                        .limit(MOST)
                        .map(name -> CorrelationKey.ofDevice(Device.ofId(name).key()))
                        .distinct()
                        .toList())
            // What has one name only says nothing.
            .filter(keys -> keys.size() > 1)
            .toList();
    if (called.isEmpty()) {
      return;
    }
    var known = words(called.stream().flatMap(List::stream).distinct().toList());
    // In the order of their keys, in which all lock them.
    var hostOf = new TreeMap<String, String>();
    for (var keys : called) {
      var best = known.get(keys.getFirst());
      var host = best == null ? keys.getFirst() : best.host();
      keys.forEach(key -> hostOf.put(key, host));
    }
    var added = new ArrayList<Map<String, @Nullable Object>>();
    var changed = new ArrayList<Map<String, @Nullable Object>>();
    hostOf.forEach(
        (key, host) -> {
          var before = known.get(key);
          Map<String, @Nullable Object> row =
              Map.of("key", key, "host", host, "now", Columns.utc(now));
          if (before == null) {
            added.add(row);
          } else if (!before.seenAt().isAfter(now)
              && (!before.host().equals(host) || before.seenAt().plus(FRESH).isBefore(now))) {
            changed.add(row);
          }
        });
    ADD.run(rows, added);
    CHANGE.run(rows, changed);
  }

  private Map<String, Word> words(List<String> keys) {
    return jdbc
        .sql("select * from host_name where correlation_key in (:keys)")
        .param("keys", keys)
        .query(
            (row, n) ->
                Map.entry(
                    row.getString("correlation_key"),
                    new Word(row.getString("host"), Columns.instant(row, "seen_at"))))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Those of these keys that nobody needs to be asked about. */
  List<String> known(Collection<String> keys, Instant now) {
    return keys.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select correlation_key from host_name
                where correlation_key in (:keys) and seen_at > :since""")
            .param("keys", keys)
            .param("since", Columns.utc(now.minus(STANDS)))
            .query(String.class)
            .list();
  }

  /** The keys of the other names of the host that has this one; none of what is no host's. */
  List<String> others(String key, Instant now) {
    return CorrelationKey.isOfDevice(key)
        ? jdbc.sql(
                """
                select o.correlation_key from host_name h join host_name o on o.host = h.host
                where h.correlation_key = :key and h.seen_at > :since and o.seen_at > :since
                  and o.correlation_key <> :key
                order by o.correlation_key limit :most""")
            .param("key", key)
            .param("since", Columns.utc(now.minus(STANDS)))
            .param("most", MOST)
            .query(String.class)
            .list()
        : List.of();
  }

  /** Removes what counts for nothing any more. */
  void forget(Instant now) {
    jdbc.sql("delete from host_name where seen_at < :before")
        .param("before", Columns.utc(now.minus(STANDS)))
        .update();
  }
}
