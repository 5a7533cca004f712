package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.alert.Severity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a workflow was told is recorded must be there, whatever happens to the process next. */
class LedgerKilledTest {
  @TempDir Path folder;

  /** Twice, because H2 forgets on reopening what it was told about flushing. */
  @Test
  void whatWasRecordedOnAFileSurvivesTheProcessBeingKilledTheNextMoment() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("ledger");
    recordAndDie(url, "inv-1");
    recordAndDie(url, "inv-2");

    try (var database = H2LedgerTest.h2(url)) {
      LedgerSchema.migrate(database);
      var policies = new PolicyStore(database, () -> LedgerFixture.START);
      var ledger = new Ledger(database, policies, new SimpleMeterRegistry());
      assertThat(ledger.log("inv-1", 0, 0)).hasSize(1);
      assertThat(ledger.log("inv-2", 0, 0)).hasSize(1);
      assertThat(ledger.casesOfAlert("al-inv-2")).hasSize(1);
    }
  }

  private void recordAndDie(String url, String caseId) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Doomed.class.getName(),
                url,
                caseId)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
  }

  /** Records one event and dies without a farewell, as by {@code kill -9}. */
  static final class Doomed extends LedgerFixture {
    private final String url;

    private Doomed(String url) {
      this.url = url;
    }

    @Override
    HikariDataSource emptyDatabase() {
      return H2LedgerTest.h2(url);
    }

    public static void main(String[] args) {
      var doomed = new Doomed(args[0]);
      doomed.openLedger();
      doomed.open(args[1]);
      doomed.tell(args[1], alert("al-" + args[1], Severity.LOW));
      Runtime.getRuntime().halt(137);
    }
  }
}
