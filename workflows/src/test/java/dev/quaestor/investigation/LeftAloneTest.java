package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the policy excludes or suppresses is left alone, and it says so. */
class LeftAloneTest {
  private static final Policy.Exclusion WINDOWS_TEMP =
      new Policy.Exclusion(
          "build-folder", List.of("\\Windows\\Temp"), null, null, "Builds write there");

  private final TemporalHouse house =
      new TemporalHouse(
          Fixtures.policy(Fixtures.defaultLimits(), List.of(WINDOWS_TEMP), List.of()));
  private final Alert alert =
      deviceAlert("a1", Severity.HIGH, server(), processOnServer(), fileOnServer());

  @AfterEach
  void close() {
    house.close();
  }

  private void suppressing(String id, String title, Instant until) {
    house.ledger.policy(
        Fixtures.policy(
            Fixtures.defaultLimits(),
            List.of(),
            List.of(
                new Policy.Suppression(
                    id,
                    List.of(title),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    until,
                    "Known noise"))));
  }

  private static Assessment of(InvestigationReport report, Entity entity) {
    return report.evidence().stream()
        .filter(a -> a.key().equals(entity.key()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anExcludedFileAndAProcessOfItAreNeverLookedAtNorActedOn() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.MALICIOUS)
        .judging(fileOnServer(), Verdict.MALICIOUS);

    house.send(alert);

    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(report.actions()).isEmpty();
    for (var thing : List.of(fileOnServer(), processOnServer())) {
      assertThat(of(report, thing).verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(of(report, thing).reasons())
          .singleElement()
          .satisfies(
              f -> {
                assertThat(f.source()).isEqualTo("exclusion:build-folder");
                assertThat(f.effect()).isEqualTo(Finding.Effect.INCONCLUSIVE);
                assertThat(f.sentence()).contains("Builds write there");
              });
    }
    assertThat(house.ledger.events(LedgerEvent.EvidenceAssessed.class)).hasSize(3);
  }

  @Test
  void anExcludedFileThatAPivotLeadsToIsSkippedToo() {
    house.world.judging(server(), Verdict.NO_THREATS_FOUND).leading(server(), fileOnServer());
    house.world.judging(fileOnServer(), Verdict.MALICIOUS);
    var named = deviceAlert("a2", Severity.LOW, server());

    house.send(named);

    var report = house.result(named);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(of(report, fileOnServer()).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(house.world.examinations()).isEqualTo(1);
  }

  @Test
  void aPieceThatWasLeftAloneDoesNotHideThatTheOthersCouldNotBeLookedAt() {
    house.world.blindTo(laptop());
    var blind = deviceAlert("a3", Severity.HIGH, laptop(), fileOnServer());

    house.send(blind);

    assertThat(house.result(blind).state()).isEqualTo(InvestigationStatus.FAILED);
  }

  @Test
  void anAnalystDoesNotOverruleAnExclusion() {
    house.world.judging(server(), Verdict.NO_THREATS_FOUND).judging(laptop(), Verdict.MALICIOUS);
    var other = Fixtures.processOnServer();
    var waits = deviceAlert("a5", Severity.HIGH, server(), other, odd());
    house.world.judging(odd(), Verdict.SUSPICIOUS);
    house.send(waits);
    house.pending(waits, 1);

    house.classify(
        waits,
        FakeStarter.DANA,
        Map.of("entityKey", other.key().value(), "classification", "TRUE_POSITIVE", "by", "amy"));

    until(() -> house.ledger.events(LedgerEvent.MessageIgnored.class).size() == 1);
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class).getFirst().why())
        .contains("excludes");
    house.decide(waits, Choice.REJECT, "*");
    assertThat(of(house.result(waits), other).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private static Entity odd() {
    return new ProcessArtifact(Fixtures.SERVER_ID, 5L, null, "odd.exe", null, null);
  }

  @Test
  void aCaseOfWhichAllIsExcludedIsSuppressed() {
    var named = deviceAlert("a4", Severity.HIGH, fileOnServer());

    house.send(named);

    assertThat(house.result(named).state()).isEqualTo(InvestigationStatus.SUPPRESSED);
    assertThat(house.world.examinations()).isZero();
  }

  @Test
  void aSuppressedAlertEndsItsCaseAtOnceWithTheRuleAndItsReason() {
    suppressing("noise", "alert A*", null);

    house.send(alert);

    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.SUPPRESSED);
    assertThat(report.because()).isEqualTo("Suppression \"noise\": Known noise");
    assertThat(house.world.examinations()).isZero();
    assertThat(report.evidence()).hasSize(3).noneMatch(Assessment::examined);
    assertThat(house.ledger.events(LedgerEvent.EvidenceAssessed.class)).hasSize(3);
  }

  @Test
  void anotherAlertThatIsNotSuppressedBringsTheWholeCaseToRun() {
    suppressing("noise", "alert a1", null);
    house.ledger.hasNoRoom(3);
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.NO_THREATS_FOUND);

    house.send(alert);
    house.send(deviceAlert("a2", Severity.LOW, laptop()));

    house.env.sleep(Duration.ofMinutes(10));
    house.pending(alert, 1);
    house.decide(alert, Choice.REJECT, "*");
    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void aSuppressionThatHasRunOutSuppressesNothing() {
    suppressing("noise", "alert a1", Instant.parse("2020-01-01T00:00:00Z"));
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.NO_THREATS_FOUND)
        .judging(fileOnServer(), Verdict.NO_THREATS_FOUND);

    house.send(alert);

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
  }
}
