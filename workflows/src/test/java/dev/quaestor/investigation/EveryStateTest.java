package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.alert;
import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.mailAlert;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every state of DOMAIN §11 is reached, and by the road that is named there. */
class EveryStateTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert malware = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile());
  private final Alert oddProcess =
      deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());
  private final Alert reportedPhish = mailAlert("a3", phish(), phishUrl());

  @AfterEach
  void close() {
    house.close();
  }

  private void malwareOnLaptop() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS);
  }

  private void oddProcessOnServer() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
  }

  private void phishing() {
    house.world.judging(phish(), Verdict.MALICIOUS).judging(phishUrl(), Verdict.MALICIOUS);
  }

  /** The device stays away for as long as anybody asks. */
  private void deviceIsAway(ActionType type) {
    house.world.next(
        type, FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")));
    for (var i = 0; i < 2000; i++) {
      house.world.next(type, FakeWorld.offline());
    }
  }

  private InvestigationStatus now(Alert alert) {
    return house.investigation(alert).report().state();
  }

  private InvestigationStatus end(Alert alert) {
    var state = house.result(alert).state();
    assertThat(state.ended()).isTrue();
    assertThat(house.ledger.events(LedgerEvent.StatusChanged.class).getLast().status())
        .isEqualTo(state);
    return state;
  }

  @Test
  void queuedWhileTheLedgerHasNoRoomAtNoCostToTheHistory() {
    malwareOnLaptop();
    house.ledger.hasNoRoom(200);

    house.send(malware);
    house.env.sleep(Duration.ofHours(3));

    assertThat(now(malware)).isEqualTo(InvestigationStatus.QUEUED);
    assertThat(house.world.examinations()).isZero();
    assertThat(house.ledger.events()).isEmpty();
    house.env.sleep(Duration.ofHours(1));
    assertThat(end(malware)).isEqualTo(InvestigationStatus.REMEDIATED);
    // Two hundred refusals would be six hundred events.
    assertThat(house.events(malware)).isLessThan(60);
  }

  @Test
  void runningWhileEvidenceIsLookedAt() {
    malwareOnLaptop();
    var latch = new java.util.concurrent.CountDownLatch(1);
    house.world.lookingUntil(latch);
    house.send(malware);
    until(() -> house.world.begunExaminations() == 1);

    assertThat(now(malware)).isEqualTo(InvestigationStatus.RUNNING);

    latch.countDown();
    assertThat(end(malware)).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void pendingApprovalWhileAPersonIsAwaited() {
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);

    assertThat(now(oddProcess)).isEqualTo(InvestigationStatus.PENDING_APPROVAL);

    house.decide(oddProcess, Choice.APPROVE, "*");
    assertThat(end(oddProcess)).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void pendingResourceWhileADeviceIsAwayForDaysAndRemediatedWhenItIsBack() {
    malwareOnLaptop();
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")));
    for (var i = 0; i < 200; i++) {
      // Every ten minutes: a day and a half.
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.offline());
    }
    house.send(malware);

    house.env.sleep(Duration.ofDays(1));

    assertThat(now(malware)).isEqualTo(InvestigationStatus.PENDING_RESOURCE);
    assertThat(end(malware)).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
    assertThat(house.world.abandoned()).isEmpty();
  }

  @Test
  void partiallyRemediatedWhenAnIsolationIsGivenUpAfterThreeDaysAndTakenBack() {
    oddProcessOnServer();
    house.world.judging(fileOnServer(), Verdict.NO_THREATS_FOUND);
    deviceIsAway(ActionType.ISOLATE_DEVICE);
    house.send(oddProcess);
    house.pending(oddProcess, 1);
    house.decide(oddProcess, Choice.APPROVE, "*");

    house.env.sleep(Duration.ofDays(2));
    assertThat(now(oddProcess)).isEqualTo(InvestigationStatus.PENDING_RESOURCE);
    house.env.sleep(Duration.ofDays(2));

    assertThat(end(oddProcess)).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    // So that it does not fire when the device comes back after all.
    assertThat(house.world.abandoned()).containsExactly("ticket-1");
    assertThat(house.result(oddProcess).actions())
        .singleElement()
        .extracting(a -> a.execution())
        .isEqualTo(Execution.FAILED);
  }

  @Test
  void partiallyRemediatedWhenNobodyDecidesOnADevice() {
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);

    house.env.sleep(Duration.ofDays(8));

    assertThat(end(oddProcess)).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(house.result(oddProcess).actions())
        .allMatch(a -> a.decision().status() == DecisionStatus.EXPIRED);
  }

  @Test
  void terminatedBySystemWhenNobodyDecidesOnMail() {
    phishing();
    house.send(reportedPhish);
    house.pending(reportedPhish, 2);

    house.env.sleep(Duration.ofDays(8));

    assertThat(end(reportedPhish)).isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
  }

  @Test
  void terminatedBySystemWhenItOutgrowsItsLimits() {
    house.ledger.policy(
        Fixtures.policy(
            Policy.Unsigned.ACCEPT,
            new Policy.Guardrails(List.of(), 100),
            new Policy.Limits(1, 3, Duration.ofDays(30), Duration.ofDays(3))));
    malwareOnLaptop();

    house.send(malware);

    assertThat(end(malware)).isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
  }

  @Test
  void terminatedByUserWhenAPersonStopsIt() {
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);

    house.cancel(oddProcess, FakeStarter.ANN, "enough", false);

    assertThat(end(oddProcess)).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
  }

  @Test
  void noThreatsFoundWhenAllIsHarmless() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.NO_THREATS_FOUND);
    house.send(malware);

    assertThat(end(malware)).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
  }

  @Test
  void partiallyInvestigatedWhenAPartCouldNotBeLookedAt() {
    house.world.judging(laptop(), Verdict.NO_THREATS_FOUND).blindTo(downloadedFile());
    house.send(malware);

    assertThat(end(malware)).isEqualTo(InvestigationStatus.PARTIALLY_INVESTIGATED);
  }

  @Test
  void failedWhenNothingCouldBeLookedAt() {
    house.world.failingExaminations(100_000);
    house.send(malware);

    assertThat(end(malware)).isEqualTo(InvestigationStatus.FAILED);
  }

  @Test
  void unsupportedAlertTypeWhenNothingItNamesIsOfAKindWeKnow() {
    var strange = alert("a7", "dev-7", Severity.LOW, new OtherArtifact("oauthApplication", "x"));
    house.send(strange);

    assertThat(end(strange)).isEqualTo(InvestigationStatus.UNSUPPORTED_ALERT_TYPE);
  }

  @Test
  void suppressedWhereThePolicyWantsNoAutomatedResponse() {
    var kiosk = new Device("3".repeat(40), "kiosk-1.contoso.example", null, null, null, null);
    var onKiosk = alert("a8", "dev-8", Severity.LOW, kiosk, new Url("http://x.example/"));
    house.send(onKiosk);

    assertThat(end(onKiosk)).isEqualTo(InvestigationStatus.SUPPRESSED);
    assertThat(house.world.examinations()).isZero();
  }
}
