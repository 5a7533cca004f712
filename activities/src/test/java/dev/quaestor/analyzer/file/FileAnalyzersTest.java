package dev.quaestor.analyzer.file;

import static dev.quaestor.analyzer.Fixtures.file;
import static dev.quaestor.analyzer.Fixtures.knowing;
import static dev.quaestor.analyzer.Fixtures.known;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reported;
import static dev.quaestor.analyzer.Fixtures.verdict;
import static dev.quaestor.evidence.Verdict.MALICIOUS;
import static dev.quaestor.evidence.Verdict.NO_THREATS_FOUND;
import static dev.quaestor.evidence.Verdict.SUSPICIOUS;
import static dev.quaestor.evidence.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Verdict;
import org.junit.jupiter.api.Test;

class FileAnalyzersTest {
  private final FileArtifact file = file("tool.exe");

  @Test
  void knownMalwareIsMaliciousWhateverTheAlertSays() {
    assertThat(verdict(named(file), world(Determination.MALWARE, 5L, false))).isEqualTo(MALICIOUS);
  }

  @Test
  void unwantedSoftwareIsSuspicious() {
    assertThat(verdict(named(file), world(Determination.PUA, 5L, false))).isEqualTo(SUSPICIOUS);
  }

  @Test
  void aCleanFileHasNoThreats() {
    assertThat(verdict(named(file), world(Determination.CLEAN, 5L, true)))
        .isEqualTo(NO_THREATS_FOUND);
  }

  @Test
  void aCleanFileThatTheVendorCallsMaliciousIsPutBeforeAPerson() {
    assertThat(
            verdict(reported(file, Verdict.MALICIOUS, null), world(Determination.CLEAN, 5L, true)))
        .isEqualTo(SUSPICIOUS);
  }

  @Test
  void aSignedFileThatEverybodyHasIsNoThreat() {
    assertThat(verdict(named(file), world(Determination.UNKNOWN, 50_000L, true)))
        .isEqualTo(NO_THREATS_FOUND);
  }

  @Test
  void aFileThatNobodyJudgedStaysUnknown() {
    assertThat(verdict(named(file), world(Determination.UNKNOWN, 3L, false))).isEqualTo(UNKNOWN);
    assertThat(verdict(named(file), knowing(file.key(), new Lookup.NotThere<>())))
        .isEqualTo(UNKNOWN);
    assertThat(verdict(named(file), Context.empty())).isEqualTo(UNKNOWN);
  }

  @Test
  void aDetectionAloneIsNoVerdict() {
    assertThat(verdict(reported(file, null, "Detected"), world(Determination.UNKNOWN, 3L, false)))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void whatTheSensorStoppedIsSuspiciousAndNotMalicious() {
    assertThat(verdict(reported(file, null, "Prevented"), world(Determination.UNKNOWN, 3L, false)))
        .isEqualTo(SUSPICIOUS);
  }

  @Test
  void aBackEndThatIsDownLeavesTheFileUnknown() {
    var down = new Lookup.CouldNotLook<KnownFile>("BACK_END_DOWN", "Down.");
    assertThat(verdict(named(file), knowing(file.key(), down))).isEqualTo(UNKNOWN);
  }

  @Test
  void aSuspicionStandsEvenWhenTheBackEndIsDown() {
    var down = new Lookup.CouldNotLook<KnownFile>("BACK_END_DOWN", "Down.");
    assertThat(verdict(reported(file, Verdict.SUSPICIOUS, null), knowing(file.key(), down)))
        .isEqualTo(SUSPICIOUS);
  }

  @Test
  void aCleanInterpreterSaysNothingOfWhatItRan() {
    var shell = file("powershell.exe");
    var process = new ProcessArtifact("device-1", 7L, null, "powershell -enc AAAA", shell, null);
    var clean = new Lookup.Known<>(known(Determination.CLEAN, 1_000_000L, true));
    assertThat(verdict(named(process), knowing(shell.key(), clean))).isEqualTo(UNKNOWN);
    assertThat(verdict(reported(process, Verdict.SUSPICIOUS, null), knowing(shell.key(), clean)))
        .isEqualTo(SUSPICIOUS);
  }

  @Test
  void aNameThatTurnsTextAroundIsSuspiciousOnADeviceToo() {
    assertThat(verdict(named(file("annual\u202efdp.exe")), Context.empty())).isEqualTo(SUSPICIOUS);
  }

  private Context world(Determination determination, Long prevalence, Boolean signerValid) {
    return knowing(file.key(), new Lookup.Known<>(known(determination, prevalence, signerValid)));
  }
}
