package dev.quaestor.starter.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.starter.ledger.CaseRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseSummaryTest {
  private static String summary(int malicious, int suspicious, int clean, int unknown, int waits) {
    var pieces = new CaseRow.Pieces(malicious, suspicious, clean, unknown);
    return CaseSummary.of(
        new CaseRow(
            "inv-1",
            "investigation/inv-1",
            "run",
            InvestigationStatus.RUNNING,
            null,
            Severity.LOW,
            "A case",
            Verdict.UNKNOWN,
            "svc",
            Instant.EPOCH,
            null,
            1,
            1,
            pieces.all(),
            waits,
            waits,
            false,
            pieces,
            null,
            List.of()));
  }

  @Test
  void itSaysWhatWasFoundInNumbersThatAgree() {
    assertThat(summary(0, 0, 0, 0, 0)).isEqualTo("Nothing has been examined yet.");
    assertThat(summary(2, 1, 4, 0, 0))
        .isEqualTo("2 of 7 pieces of evidence are malicious, 1 is suspicious.");
    assertThat(summary(0, 1, 0, 0, 0)).isEqualTo("1 of 1 piece of evidence is suspicious.");
    assertThat(summary(0, 0, 3, 0, 0)).isEqualTo("No threats were found in 3 pieces of evidence.");
  }

  @Test
  void whatIsNotKnownIsNeverCalledClean() {
    assertThat(summary(0, 0, 3, 1, 0))
        .isEqualTo(
            "Nothing bad was found, but of 1 of 4 pieces of evidence it is not known what it is.");
  }

  @Test
  void itSaysHowManyActionsWait() {
    assertThat(summary(1, 0, 0, 1, 1))
        .isEqualTo("1 of 2 pieces of evidence is malicious. 1 action waits for a decision.");
    assertThat(summary(1, 0, 0, 1, 2)).endsWith(" 2 actions wait for a decision.");
  }
}
