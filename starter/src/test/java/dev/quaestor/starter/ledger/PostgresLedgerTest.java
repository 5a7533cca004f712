package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.ledger.LedgerEvent;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract on a real PostgreSQL, when the environment variable {@code QUAESTOR_TEST_POSTGRES}
 * has its JDBC URL. Each test has a schema of its own there. With {@code
 * QUAESTOR_REQUIRE_SERVERS=true} a missing one is a failure, so that a build that should test it
 * cannot forget to.
 */
class PostgresLedgerTest {
  private static final String URL = System.getenv("QUAESTOR_TEST_POSTGRES");

  @BeforeAll
  static void needPostgres() {
    if (URL == null && "true".equals(System.getenv("QUAESTOR_REQUIRE_SERVERS"))) {
      throw new IllegalStateException(
          "QUAESTOR_REQUIRE_SERVERS is true and QUAESTOR_TEST_POSTGRES is not set");
    }
    assumeThat(URL)
        .as("PostgreSQL is not tested: QUAESTOR_TEST_POSTGRES has no JDBC URL")
        .isNotNull();
  }

  static HikariDataSource ownSchema() {
    String schema = "ledger_" + UUID.randomUUID().toString().replace("-", "");
    try (var connection = DriverManager.getConnection(URL);
        var statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL at QUAESTOR_TEST_POSTGRES does not answer", e);
    }
    var database = new SchemaOfItsOwn(schema);
    database.setJdbcUrl(URL);
    database.setSchema(schema);
    database.setMaximumPoolSize(8);
    database.setMinimumIdle(1);
    return database;
  }

  /** Takes its schema along when it goes. */
  private static final class SchemaOfItsOwn extends HikariDataSource {
    private final String name;

    SchemaOfItsOwn(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      if (isClosed()) {
        return;
      }
      super.close();
      try (var connection = DriverManager.getConnection(URL);
          var statement = connection.createStatement()) {
        statement.execute("drop schema " + name + " cascade");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class Recording extends LedgerContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "update ledger_event set body = 'x'",
          "delete from ledger_event",
          "truncate ledger_event"
        })
    void whatIsRecordedCannotBeChangedOrRemoved(String statement) throws SQLException {
      open("inv-1");
      tell("inv-1", alert("al-1", Severity.LOW));
      try (var connection = database.getConnection();
          var change = connection.createStatement()) {
        assertThatThrownBy(() -> change.execute(statement)).hasMessageContaining("append-only");
      }
    }
  }

  @Nested
  class Repairing extends LedgerRepairContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }

    @Override
    void evenYoungOnesMayGo() {
      execute(database, "alter table removed_case disable trigger removed_case_is_true");
    }
  }

  @Nested
  class Removing extends CaseRemovalContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }

    private static final String CLAIM =
        """
        insert into removed_case (investigation_id, ended_at, removed_at, rule, events,
          last_event_id, events_hash, alerts, evidence, actions)
        select investigation_id, ended_at, current_timestamp, 'mine',
          (select count(*) from ledger_event e where e.investigation_id = i.investigation_id),
          (select max(id) from ledger_event e where e.investigation_id = i.investigation_id),
          'x', 0, 0, 0 from investigation i where investigation_id = '%s'\
        """;

    @Test
    void nobodyDeletesEventsButWithAllOfTheirCaseAndByLeavingARowThatSaysSo() {
      closed("inv-1");
      closed("inv-2");

      refused("append-only", "delete from ledger_event where investigation_id = 'inv-1'");
      refused(
          "append-only",
          CLAIM.formatted("inv-1"),
          "delete from ledger_event where investigation_id = 'inv-2'");
      refused(
          "only removed in part",
          CLAIM.formatted("inv-1"),
          "delete from ledger_event where investigation_id = 'inv-1' and seq > 1",
          "delete from investigation where investigation_id = 'inv-1'");
      refused(
          "only removed in part",
          CLAIM.formatted("inv-1"),
          "delete from ledger_event where investigation_id = 'inv-1'");
      refused(
          "append-only",
          CLAIM.formatted("inv-1"),
          "update ledger_event set body = 'x' where investigation_id = 'inv-1'");
      refused(
          "append-only",
          "create temporary table removed_case (investigation_id text) on commit drop",
          "insert into pg_temp.removed_case values ('inv-1')",
          "delete from ledger_event where investigation_id = 'inv-1'");
      assertThat(ledger.log("inv-1", 0, 0)).isNotEmpty();
    }

    @Test
    void nobodySaysOfACaseThatItIsGoneWhereItMayNotGo() {
      open("inv-open");
      closed("inv-held");
      ledger.say("t-1", "inv-held", START, new LedgerEvent.Tagged(List.of("legal-hold"), "olga"));
      closed("inv-late", Instant.now().minus(Duration.ofDays(29)));
      closed("inv-1");

      refused(
          "has not ended 30 days ago",
          CLAIM.formatted("inv-open"),
          "delete from ledger_event where investigation_id = 'inv-open'");
      refused("or is kept", CLAIM.formatted("inv-held"));
      refused("has not ended 30 days ago", CLAIM.formatted("inv-late"));
      refused(
          "the events of inv-1 are others",
          CLAIM.formatted("inv-1").replace("'mine',", "'mine', 1 +"));
    }

    @Test
    void whatIsLeftOfACaseCanNeitherBeChangedNorRemoved() {
      closed("inv-1");
      removed("inv-1");

      refused("append-only", "update removed_case set rule = 'x'");
      refused("append-only", "delete from removed_case");
      refused("append-only", "truncate removed_case");
    }

    private void refused(String why, String... statements) {
      assertThatThrownBy(
              () -> {
                try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                  connection.setAutoCommit(false);
                  try {
                    for (var sql : statements) {
                      statement.execute(sql);
                    }
                    connection.commit();
                  } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                  }
                }
              })
          .hasMessageContaining(why);
    }

    /** Of a few rows a database reads all; whether it could do otherwise is asked so. */
    @Test
    void noStatementOfARemovalHasToReadAWholeTable() throws SQLException {
      closed("inv-1");
      var counted = new CountedDataSource(database);
      removed(new CaseRemoval(counted, () -> LATER), "inv-1");
      new CaseRemoval(counted, () -> LATER).sweep(LATER, 100);

      try (var connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
        assertThat(counted.bySql).hasSizeGreaterThan(20);
        for (var sql : counted.bySql.keySet()) {
          if (sql.startsWith("insert") || !sql.contains(" ")) {
            continue;
          }
          var plan = new StringBuilder();
          var asked = new AtomicInteger();
          var numbered =
              Pattern.compile("\\?").matcher(sql).replaceAll(q -> "\\$" + asked.incrementAndGet());
          statement.execute("prepare one as " + numbered);
          var values =
              asked.get() == 0
                  ? ""
                  : "(" + String.join(", ", Collections.nCopies(asked.get(), "null")) + ")";
          try (var rows = statement.executeQuery("explain execute one" + values)) {
            while (rows.next()) {
              plan.append(rows.getString(1)).append('\n');
            }
          }
          statement.execute("deallocate one");
          assertThat(plan.toString())
              .as(sql)
              .doesNotContainPattern(
                  "Seq Scan on (ledger_event|evidence|alert|action|source_alert|investigation|caller_request|case_thread)");
        }
      }
    }
  }

  private static void execute(HikariDataSource database, String sql) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nested
  class RecordingTogether extends LedgerTogetherContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Asking extends LedgerQueriesContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class LookingBack extends PastCasesContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class SharingGauges extends SharedGaugesContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Upgrading extends LedgerUpgradeContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }

    @Override
    void believeRows(DataSource former) throws SQLException {
      try (var connection = former.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("alter table if exists removed_case disable trigger user");
      }
    }
  }

  @Nested
  class Undoing extends LedgerUndoContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Holding extends LedgerHoldsContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class HoldingMail extends LedgerMailHoldsContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Settling extends LedgerSettlementContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Threading extends LedgerThreadsContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Feeding extends LedgerFeedContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Storing extends LedgerStoresContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }

  @Nested
  class Judging extends LedgerJudgementContract {
    @Override
    HikariDataSource emptyDatabase() {
      return ownSchema();
    }
  }
}
