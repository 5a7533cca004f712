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

/** The contract on H2. */
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
  class Repairing extends LedgerRepairContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Removing extends CaseRemovalContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class RecordingTogether extends LedgerTogetherContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
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
  class LookingBack extends PastCasesContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class SharingGauges extends SharedGaugesContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Upgrading extends LedgerUpgradeContract {
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
  class Holding extends LedgerHoldsContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class HoldingMail extends LedgerMailHoldsContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Settling extends LedgerSettlementContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Threading extends LedgerThreadsContract {
    @Override
    HikariDataSource emptyDatabase() {
      return inMemory();
    }
  }

  @Nested
  class Feeding extends LedgerFeedContract {
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

  @Nested
  class Judging extends LedgerJudgementContract {
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
            "(update\\s+ledger_event|delete\\s+from\\s+(?!(?:indicator|web_session|sign_in_link|access_refusal|host_name)\\b)|\\btruncate\\s|merge\\s+into|drop\\s+table)",
            Pattern.CASE_INSENSITIVE);
    try (var files = Files.walk(Path.of("src/main/java/dev/quaestor/starter/ledger"))) {
      for (var file :
          files
              .filter(f -> f.toString().endsWith(".java"))
              // The one way in which a case goes; each of its statements is looked at below.
              .filter(f -> !f.endsWith("CaseRemoval.java"))
              .toList()) {
        assertThat(forbidden.matcher(Files.readString(file)).results().map(r -> r.group()))
            .as(file.toString())
            .isEmpty();
      }
    }
  }

  @Test
  void aRemovalDeletesNothingButByItsCaseOrAsPastItsTime() throws IOException {
    var code =
        Files.readString(Path.of("src/main/java/dev/quaestor/starter/ledger/CaseRemoval.java"));
    var deletes =
        Pattern.compile(
                "delete\\s+from\\s+(\\w+|%s)\\s+where\\s+([^;\"]*)", Pattern.CASE_INSENSITIVE)
            .matcher(code)
            .results()
            .toList();

    assertThat(deletes).hasSizeGreaterThan(14);
    assertThat(code.split("delete\\s+from", -1)).hasSize(deletes.size() + 1);
    assertThat(deletes)
        .allSatisfy(
            one ->
                assertThat(one.group(2))
                    .containsPattern(":case\\b|investigation_id = \\?|%s < :before"));
    assertThat(deletes.stream().filter(one -> one.group(1).equals("ledger_event"))).hasSize(1);
    assertThat(code).doesNotContainPattern("(?i)truncate|update\\s+ledger_event|merge\\s+into");
  }
}
