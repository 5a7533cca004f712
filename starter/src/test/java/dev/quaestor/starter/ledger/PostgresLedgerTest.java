package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.alert.Severity;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
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
