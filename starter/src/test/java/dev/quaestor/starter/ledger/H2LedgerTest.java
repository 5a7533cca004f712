package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on H2, in memory and on a file, as itself and as it plays PostgreSQL. */
class H2LedgerTest {

  static HikariDataSource h2(String url) {
    var database = new HikariDataSource();
    database.setJdbcUrl(url);
    database.setUsername("sa");
    database.setMaximumPoolSize(8);
    database.setMinimumIdle(1);
    return database;
  }

  static HikariDataSource inMemory() {
    return h2("jdbc:h2:mem:" + UUID.randomUUID());
  }

  @Nested
  class Recording extends LedgerContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class RecordingOnAFile extends LedgerContract {
    @TempDir Path folder;

    @Override
    HikariDataSource emptyDatabase() {
      return h2("jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString()));
    }

    @Test
    void whatIsRecordedIsThereAfterTheDatabaseWasClosedAndOpened() {
      isolated("inv-1", "a-1");
      String url = database.getJdbcUrl();
      database.close();
      try (var again = h2(url)) {
        LedgerSchema.migrate(again);
        var reopened = new Ledger(again, new PolicyStore(again, () -> now), () -> null, meters);
        assertThat(reopened.log("inv-1", 0, 0)).hasSize(5);
        assertThat(writeDelay(again)).isZero();
      }
    }

    private static int writeDelay(HikariDataSource database) {
      return org.springframework.jdbc.core.simple.JdbcClient.create(database)
          .sql(
              "select setting_value from information_schema.settings"
                  + " where setting_name = 'WRITE_DELAY'")
          .query(Integer.class)
          .single();
    }
  }

  @Nested
  class RecordingInPostgresMode extends LedgerContract {
    @Override
    HikariDataSource emptyDatabase() {
      return h2(
          "jdbc:h2:mem:"
              + UUID.randomUUID()
              + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
    }
  }

  @Nested
  class Asking extends LedgerQueriesContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Undoing extends LedgerUndoContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Storing extends LedgerStoresContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  /** H2 has triggers in Java only, so here the code itself is looked at. */
  @Test
  void noStatementChangesOrDeletesAnEvent() throws IOException {
    var forbidden =
        Pattern.compile(
            "(update\\s+ledger_event|delete\\s+from|truncate|merge\\s+into|drop\\s+table)",
            Pattern.CASE_INSENSITIVE);
    try (var files = Files.walk(Path.of("src/main/java/dev/quaestor/starter/ledger"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(forbidden.matcher(Files.readString(file)).results().map(r -> r.group()))
            .as(file.toString())
            .isEmpty();
      }
    }
  }
}
