package dev.quaestor.tools.ledger;

import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Sha256;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Fills a ledger on PostgreSQL with copies of a few cases. */
final class Filling {
  /** In every name of a case that is copied. */
  private static final String MARK = "zq0zq";

  /** In every hash of a file; hex digits. */
  private static final String HASH_MARK = "5eed5eed5eed";

  private static final List<String> TABLES =
      List.of("investigation", "ledger_event", "alert", "alert_version", "evidence", "action");

  /** Each with what it is found by, the hash of a value, first. */
  private static final List<String> MENTIONS = List.of("evidence_mention", "action_mention");

  /** What is a hash of a name; of a copy it is a hash of that hash, alike in every table. */
  private static final Set<String> HASHES =
      Set.of(
          "entity_hash",
          "device_hash",
          "target_hash",
          "subject",
          "alert_hash",
          "id_hash",
          "content_hash");

  private static final Duration SPAN = Duration.ofDays(700);
  private static final int MOST_WAITING = 1500;

  private final Ledger ledger;
  private final DataSource database;
  private final Consumer<String> say;

  Filling(Ledger ledger, DataSource database, Consumer<String> say) {
    this.ledger = ledger;
    this.database = database;
    this.say = say;
  }

  /** How many cases there are. */
  long cases() throws SQLException {
    try (var connection = database.getConnection();
        var rows =
            connection.createStatement().executeQuery("select count(*) from investigation")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The mark of a copy. */
  static String mark(Kind kind, long copy) {
    return "t" + kind.number() + "x" + copy;
  }

  static String hashMark(Kind kind, long copy) {
    return "%012x".formatted(copy * Kind.ALL.size() + kind.number());
  }

  /** How many copies of a kind there are among so many cases. */
  static long copies(Kind kind, long cases) {
    var waiting = Math.min(MOST_WAITING, Math.max(1, cases / 20));
    return kind.waits() ? waiting : Math.max(1, (cases - waiting) / Kind.ENDED);
  }

  void fill(long cases, Instant now) throws SQLException {
    var began = now.minus(SPAN);
    try (var connection = database.getConnection()) {
      for (var kind : Kind.ALL) {
        var mark = MARK + kind.number();
        ledger.record(kind.told(mark, HASH_MARK, began));
        say.accept("%,d cases of kind %d".formatted(copies(kind, cases), kind.number()));
        for (var table : TABLES) {
          copy(connection, table, kind, copies(kind, cases));
        }
        for (var table : MENTIONS) {
          copyMentions(connection, table, kind, copies(kind, cases));
        }
      }
      connection.setAutoCommit(true);
      say.accept("vacuum analyze");
      connection.createStatement().execute("vacuum analyze");
    }
  }

  /**
   * What a copy mentions is what the case mentions, with marks of its own, so its hash is made of
   * the value itself.
   */
  private static void copyMentions(Connection connection, String table, Kind kind, long copies)
      throws SQLException {
    var values = new HashMap<String, String>();
    for (var value : Kind.mentioned(MARK + kind.number(), HASH_MARK)) {
      values.put(Sha256.of(value), value);
    }
    var ofCase =
        "%s in (select %1$s from %s where investigation_id = '%s')"
            .formatted(
                table.equals("action_mention") ? "action_id" : "investigation_id",
                table.equals("action_mention") ? "action" : "investigation",
                kind.id(MARK + kind.number()));
    var known = new ArrayList<String>();
    try (var rows =
        connection
            .createStatement()
            .executeQuery("select distinct value_hash from " + table + " where " + ofCase)) {
      while (rows.next()) {
        known.add(rows.getString(1));
      }
    }
    for (var hash : known) {
      var value = values.get(hash);
      if (value == null) {
        throw new IllegalStateException(table + " has a hash of something that no case names");
      }
      copy(
          connection,
          table,
          kind,
          copies,
          ofCase + " and value_hash = '" + hash + "'",
          Map.of(
              "value_hash",
              "encode(sha256(convert_to(%s, 'UTF8')), 'hex')"
                  .formatted(marked("'" + value + "'", kind))));
    }
  }

  private static void copy(Connection connection, String table, Kind kind, long copies)
      throws SQLException {
    var ofCase = "investigation_id = '" + kind.id(MARK + kind.number()) + "'";
    copy(connection, table, kind, copies, ofCase, Map.of());
  }

  /**
   * @param of which rows of the case
   * @param others columns of which a copy has something else
   */
  private static void copy(
      Connection connection,
      String table,
      Kind kind,
      long copies,
      String of,
      Map<String, String> others)
      throws SQLException {
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    try (var rows =
        connection.createStatement().executeQuery("select * from " + table + " limit 0")) {
      var columns = rows.getMetaData();
      for (int c = 1; c <= columns.getColumnCount(); c++) {
        if (!columns.isAutoIncrement(c)) {
          names.add(columns.getColumnName(c));
          var other = others.get(columns.getColumnName(c));
          values.add(other == null ? value(columns, c, kind, copies) : other);
        }
      }
    }
    connection
        .createStatement()
        .execute(
            "insert into %s (%s) select %s from generate_series(1, %d) as s(n), %s where %s"
                .formatted(
                    table,
                    String.join(", ", names),
                    values.stream().collect(Collectors.joining(", ")),
                    copies,
                    table,
                    of));
  }

  private static String value(ResultSetMetaData columns, int column, Kind kind, long copies)
      throws SQLException {
    var name = columns.getColumnName(column);
    if (HASHES.contains(name)) {
      return "case when %1$s = '' then '' else encode(sha256((%1$s || '/' || s.n)::bytea), 'hex') end"
          .formatted(name);
    }
    var type = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
    if (type.startsWith("timestamp")) {
      return "%s + s.n * interval '%d milliseconds'"
          .formatted(name, Math.max(1, SPAN.toMillis() / (copies + 1)));
    }
    if (type.equals("text") || type.equals("varchar")) {
      return marked(name, kind);
    }
    return name;
  }

  /** The text of a copy. */
  private static String marked(String text, Kind kind) {
    return "replace(replace(%s, '%s', 't%dx' || s.n), '%s', lpad(to_hex(s.n * %d + %d), 12, '0'))"
        .formatted(
            text, MARK + kind.number(), kind.number(), HASH_MARK, Kind.ALL.size(), kind.number());
  }
}
