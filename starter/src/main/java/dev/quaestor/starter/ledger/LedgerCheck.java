package dev.quaestor.starter.ledger;

import dev.quaestor.start.check.CheckResult;
import dev.quaestor.text.Counted;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Whether a ledger can be kept in a database: it changes nothing there. */
public final class LedgerCheck {
  private static final String NAME = "ledger";
  private static final int SECONDS = 5;

  /** H2's own number. */
  private static final int NO_FILE = 90146;

  private final DataSource database;

  LedgerCheck(DataSource database) {
    this.database = database;
  }

  /**
   * By an own connection for each question.
   *
   * @param user null where the address says it
   */
  public static LedgerCheck at(String url, @Nullable String user, @Nullable String password) {
    DriverManager.setLoginTimeout(SECONDS);
    var database = new DriverManagerDataSource();
    // Or it would be made by being looked for.
    database.setUrl(url.startsWith("jdbc:h2:") ? url + ";IFEXISTS=TRUE" : url);
    database.setUsername(user);
    database.setPassword(password);
    return new LedgerCheck(database);
  }

  /** What is to be said of it. Never throws. */
  public List<CheckResult> results() {
    try {
      return looked();
    } catch (SQLException away) {
      if (away.getErrorCode() == NO_FILE) {
        return List.of(
            CheckResult.warn(
                NAME,
                "There is no ledger yet.",
                "A starter makes one in a file of its own; several starters share a PostgreSQL (spring.datasource.url)."));
      }
      if (away.getErrorCode() == UnusableLedger.IN_USE) {
        return List.of(
            CheckResult.unknown(NAME, "The ledger's file is in use, as while a starter runs."));
      }
      return List.of(
          UnusableLedger.reason(away)
              .map(why -> CheckResult.fail(NAME, why.what(), why.remedy()))
              .orElseThrow());
    }
  }

  /** The policy that stands there now; empty where there is none or it cannot be read. */
  public Optional<PolicyRevision> policy() {
    try {
      return new PolicyStore(database, InstantSource.system()).current();
    } catch (DataAccessException away) {
      return Optional.empty();
    }
  }

  private List<CheckResult> looked() throws SQLException {
    try (var connection = database.getConnection()) {
      var results = new ArrayList<CheckResult>();
      var place = place(connection);
      var schema = LedgerSchema.configured(database).load().info();
      var current = schema.current();
      var pending = schema.pending().length;
      if (current == null && holdsTables(connection)) {
        var why = ForeignSchemaException.ofSomethingElse(null);
        results.add(CheckResult.fail(NAME, why.what(), why.remedy()));
        return results;
      }
      if (current == null) {
        results.add(
            CheckResult.warn(
                NAME,
                place + " is empty.",
                "The first starter makes the schema; its user needs the right to."));
        return results;
      }
      var version = "%s has schema %s".formatted(place, current.getVersion());
      if (LedgerSchema.isNewer(schema)) {
        results.add(
            CheckResult.fail(
                NAME, version + ", which is newer than this build.", "Run the newer build."));
      } else {
        results.add(
            CheckResult.ok(
                NAME,
                pending == 0
                    ? version + ", which is the newest."
                    : "%s; a starter of this build applies %s."
                        .formatted(version, Counted.of(pending, "migration", "migrations"))));
      }
      if (connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("postgresql")) {
        results.add(appendOnly(connection));
      }
      return results;
    } catch (FlywayException unreadable) {
      return List.of(
          CheckResult.fail(
              NAME,
              "The ledger's schema cannot be read.",
              "Give the user of spring.datasource the rights of the schema's owner."));
    }
  }

  private static boolean holdsTables(Connection connection) throws SQLException {
    try (var tables =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
      return tables.next();
    }
  }

  /** Whether somebody has taken away what keeps events from being changed. */
  private static CheckResult appendOnly(Connection connection) throws SQLException {
    var name = "ledger-append-only";
    try (var statement =
        connection.prepareStatement(
            """
            select count(*), bool_or(has_table_privilege('ledger_event', 'INSERT'))
            from pg_trigger
            where tgrelid in (to_regclass('ledger_event'), to_regclass('removed_case'))
              and not tgisinternal and tgenabled in ('O', 'A')
              and tgname in ('ledger_event_append_only', 'ledger_event_no_truncate',
                'removed_case_is_true', 'removed_case_is_whole', 'removed_case_stays',
                'removed_case_no_truncate')""")) {
      statement.setQueryTimeout(SECONDS);
      try (var rows = statement.executeQuery()) {
        rows.next();
        if (rows.getInt(1) != (knowsRemoval(connection) ? 6 : 2)) {
          return CheckResult.fail(
              name,
              "Events of the ledger can be changed: a trigger that forbids it is missing or disabled.",
              "Find out who did that; then enable the triggers of ledger_event and removed_case again.");
        }
        return rows.getBoolean(2)
            ? CheckResult.ok(name, "Events can be added to the ledger and not changed.")
            : CheckResult.fail(
                name,
                "The user of spring.datasource may not add events to the ledger.",
                "Grant it INSERT on ledger_event.");
      }
    }
  }

  /** Whether the schema is new enough to have cases that were removed. */
  private static boolean knowsRemoval(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select to_regclass('removed_case') is not null")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /** Without parameters, among which a password may be. */
  private static String place(Connection connection) throws SQLException {
    var url = String.valueOf(connection.getMetaData().getURL());
    var end = url.chars().filter(c -> c == '?' || c == ';').findFirst();
    var plain = end.isEmpty() ? url : url.substring(0, url.indexOf(end.getAsInt()));
    var at = plain.lastIndexOf('@');
    var slashes = plain.indexOf("//");
    return "The ledger at "
        + (at > slashes && slashes >= 0
            ? plain.substring(0, slashes + 2) + plain.substring(at + 1)
            : plain);
  }
}
