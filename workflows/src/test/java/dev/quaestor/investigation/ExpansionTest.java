package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thing that leads to many devices is followed there when a person agrees (DOMAIN §1.4). */
class ExpansionTest {
  private final TemporalHouse house =
      new TemporalHouse(Fixtures.policy(Fixtures.limits(10, 1000), List.of(), List.of()));
  private final Alert alert =
      deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile(), phishUrl());

  @AfterEach
  void close() {
    house.close();
  }

  private static Device[] devices(int from, int to) {
    return IntStream.range(from, to).mapToObj(Fixtures::device).toArray(Device[]::new);
  }

  /** The same file on another device. */
  private static Entity fileOn(int device) {
    return Fixtures.file(Fixtures.device(device).deviceId(), "C:\\Users\\a\\Downloads");
  }

  private void fileLeadsTo(Entity... things) {
    house.world.judging(laptop(), Verdict.NO_THREATS_FOUND);
    house.world.judging(phishUrl(), Verdict.NO_THREATS_FOUND);
    house.world.judging(downloadedFile(), Verdict.NO_THREATS_FOUND);
    house.world.leading(downloadedFile(), things);
    for (var thing : things) {
      house.world.judging(thing, Verdict.NO_THREATS_FOUND);
    }
  }

  private List<Entity> devicesOfCase() {
    return house.investigation(alert).report().evidence().stream()
        .map(a -> a.evidence().entity())
        .filter(Device.class::isInstance)
        .toList();
  }

  private PendingAction question() {
    return house.pending(alert, 1).getFirst();
  }

  @Test
  void nineDevicesJoinByThemselves() {
    fileLeadsTo(devices(0, 9));
    house.send(alert);

    var report = house.result(alert);

    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(report.evidence()).hasSize(3 + 9);
    assertThat(report.actions()).isEmpty();
  }

  @Test
  void tenDevicesWaitForAPersonWhoIsToldWhichTheyAre() {
    fileLeadsTo(devices(0, 10));
    house.send(alert);

    var question = question();

    assertThat(question.type()).isEqualTo(ActionType.EXPAND_INVESTIGATION);
    assertThat(question.target()).isEqualTo(downloadedFile());
    assertThat(question.ruleId()).isEqualTo("expansion");
    assertThat(question.summary()).contains("10 devices");
    assertThat(devicesOfCase()).containsExactly(laptop());
    assertThat(house.ledger.events(LedgerEvent.ActionPlanned.class))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.source()).isEqualTo(ActionSource.AUTOMATED_DEVICE_ACTION);
              assertThat(p.action().parameters()).contains("pc-3.contoso.example");
            });
    // It remedies nothing, and so says nothing of what became of the evidence.
    assertThat(house.ledger.events(LedgerEvent.RemediationStatusChanged.class)).isEmpty();
  }

  @Test
  void theQuestionSaysWhatWillThenRunByItselfOnTheseDevices() {
    var servers =
        IntStream.range(20, 22)
            .mapToObj(
                i ->
                    new Device(
                        "%040d".formatted(i),
                        "srv-" + i,
                        "WindowsServer2022",
                        "Servers",
                        null,
                        null))
            .toArray(Device[]::new);
    var named = new Device("%040d".formatted(30), "somewhere", null, null, null, null);
    fileLeadsTo(
        Stream.of(devices(0, 9), servers, new Device[] {named})
            .flatMap(Stream::of)
            .toArray(Entity[]::new));
    house.send(alert);

    assertThat(question().because())
        .isEqualTo(
            "It leads to 12 devices outside the investigation: if it is malicious there "
                + "too, this runs automatically: stop and quarantine file on 9 devices, run "
                + "antivirus scan on 9 devices; on srv-20 and srv-21, everything waits for a "
                + "person; the group of 1 device is not known yet");
  }

  @Test
  void whereNothingRunsByItselfTheQuestionSaysThat() {
    house.world.judging(laptop(), Verdict.NO_THREATS_FOUND);
    house.world.judging(downloadedFile(), Verdict.NO_THREATS_FOUND);
    house.world.leading(phishUrl(), devices(0, 10));
    house.send(alert);

    assertThat(question().because())
        .isEqualTo(
            "It leads to 10 devices outside the investigation: even if it is malicious "
                + "there, nothing runs automatically");
  }

  private void maliciousOnTwelveMore() {
    var there = IntStream.range(0, 12).mapToObj(ExpansionTest::fileOn).toArray(Entity[]::new);
    fileLeadsTo(there);
    Stream.concat(Stream.of(downloadedFile()), Stream.of(there))
        .forEach(file -> house.world.judging(file, Verdict.MALICIOUS));
    IntStream.range(0, 12)
        .mapToObj(Fixtures::device)
        .forEach(device -> house.world.judging(device, Verdict.NO_THREATS_FOUND));
  }

  private Stream<String> plannedOn(int device) {
    var id = Fixtures.device(device).deviceId();
    return house.ledger.events(LedgerEvent.ActionPlanned.class).stream()
        .filter(p -> p.action().target() instanceof OnDevice on && id.equals(on.deviceId()))
        .map(p -> p.action().type() + " " + p.gate());
  }

  @Test
  void whoMayNotOrderItBringsNoDeviceOutOfTheQuestionByNamingIt() {
    maliciousOnTwelveMore();
    house.send(alert);
    var asked = question();

    house.send(deviceAlert("a2", Severity.LOW, Fixtures.device(3), fileOn(3)), FakeStarter.ANN);
    house.pending(alert, 3);

    assertThat(house.investigation(alert).pendingActions())
        .filteredOn(a -> a.type() == ActionType.EXPAND_INVESTIGATION)
        .extracting(PendingAction::actionId)
        .containsExactly(asked.actionId());
    assertThat(plannedOn(3)).isNotEmpty().allMatch(p -> p.endsWith(" APPROVAL"));
  }

  @Test
  void whoMayOrderItTakesADeviceOutOfTheQuestionByNamingIt() {
    maliciousOnTwelveMore();
    house.send(alert);
    var asked = question();

    house.send(deviceAlert("a2", Severity.LOW, Fixtures.device(3), fileOn(3)), FakeStarter.DANA);

    until(() -> plannedOn(3).anyMatch("STOP_AND_QUARANTINE_FILE AUTOMATIC"::equals));
    until(() -> !question().actionId().equals(asked.actionId()));
    assertThat(question().summary()).contains("11 devices");
  }

  @Test
  void whatIsApprovedJoinsAndIsLookedAtAndNoBackEndIsAsked() {
    fileLeadsTo(devices(0, 12));
    house.send(alert);

    house.decide(alert, Choice.APPROVE, question().actionId());

    var report = house.result(alert);
    assertThat(report.evidence()).hasSize(3 + 12).allMatch(a -> a.examined());
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(report.actions())
        .singleElement()
        .extracting(a -> a.execution())
        .isEqualTo(Execution.SUCCEEDED);
    assertThat(house.world.performed()).isEmpty();
  }

  @Test
  void whatIsRejectedIsDroppedAndTheRestOfTheCaseEndsAsItWould() {
    fileLeadsTo(devices(0, 12));
    house.send(alert);

    house.decide(alert, Choice.REJECT, question().actionId());

    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(report.evidence()).hasSize(3);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class))
        .singleElement()
        .extracting(LedgerEvent.ActionDecided::decision)
        .isInstanceOfSatisfying(Decision.ByPerson.class, by -> assertThat(by.approved()).isFalse());
  }

  @Test
  void whatNobodyDecidesIsDroppedAndTheCaseSaysThatAPartWasNotFollowed() {
    fileLeadsTo(devices(0, 12));
    house.send(alert);
    question();

    house.env.sleep(Duration.ofDays(8));

    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_INVESTIGATED);
    assertThat(report.evidence()).hasSize(3);
  }

  /** As its directory has it, and as the person called it who began the case. */
  private static final Device KNOWN = Fixtures.device(1);

  private static final Device BY_NAME =
      new Device(null, "pc-1.contoso.example", null, null, null, null);

  private final FileArtifact nowhere = downloadedFile().movedTo(null);
  private final Alert byHand = deviceAlert("a2", Severity.HIGH, nowhere, BY_NAME);

  private void namedByName(Verdict file, Entity... things) {
    house
        .world
        .judging(BY_NAME, Verdict.NO_THREATS_FOUND)
        .confirming(BY_NAME, KNOWN)
        .judging(nowhere, file)
        .leading(nowhere, things);
    for (var thing : things) {
      house.world.judging(thing, Verdict.NO_THREATS_FOUND);
    }
  }

  @Test
  void aDeviceThatIsInTheCaseByItsNameIsNotLedToUnderItsId() {
    namedByName(Verdict.NO_THREATS_FOUND, devices(0, 12));
    house.send(byHand);

    var asked = house.pending(byHand, 1).getFirst();
    assertThat(asked.because()).startsWith("It leads to 11 devices outside the investigation");
    house.decide(byHand, Choice.APPROVE, asked.actionId());

    assertThat(house.result(byHand).evidence())
        .extracting(a -> a.evidence().entity())
        .filteredOn(Device.class::isInstance)
        .hasSize(12)
        .doesNotContain(KNOWN);
  }

  @Test
  void whatLiesOnADeviceThatTheCaseHasByItsNameLiesThere() {
    var there = (FileArtifact) fileOn(1);
    namedByName(Verdict.NO_THREATS_FOUND, KNOWN, there);
    house.send(byHand);

    assertThat(house.result(byHand).evidence())
        .extracting(a -> a.key())
        .containsExactlyInAnyOrder(
            nowhere.key(), BY_NAME.key(), there.movedTo(BY_NAME.name()).key());
  }

  @Test
  void anAlertThatCallsADeviceByTheNameThatItsBackEndHasAddsToIt() {
    house.world.judging(KNOWN, Verdict.SUSPICIOUS);
    var byId = deviceAlert("a3", Severity.HIGH, KNOWN, fileOn(1));
    house.world.judging(fileOn(1), Verdict.SUSPICIOUS);
    house.send(byId);
    until(() -> !house.investigation(byId).pendingActions().isEmpty());

    house.send(deviceAlert("a4", Severity.HIGH, BY_NAME));

    assertThat(house.investigation(byId).report().evidence())
        .filteredOn(a -> a.evidence().entity() instanceof Device)
        .singleElement()
        .satisfies(a -> assertThat(a.evidence().alertIds()).containsExactly("a3", "a4"));
  }

  @Test
  void anAccountNamedByItsSidIsTheOneThatTheDirectoryGaveThatSid() {
    var dana = new UserAccount(null, "dana@contoso.example", null, null, null);
    var known = new UserAccount(null, "dana@contoso.example", "S-1-5-21-7", "dana", "CONTOSO");
    house.world.judging(dana, Verdict.NO_THREATS_FOUND).knowing(known);
    var first = deviceAlert("a5", Severity.HIGH, laptop(), downloadedFile(), dana);
    house.world.judging(laptop(), Verdict.SUSPICIOUS);
    house.world.judging(downloadedFile(), Verdict.SUSPICIOUS);
    house.send(first);
    until(() -> !house.investigation(first).pendingActions().isEmpty());

    house.send(
        deviceAlert(
            "a6",
            Severity.HIGH,
            laptop(),
            new UserAccount(null, null, "S-1-5-21-7", null, null),
            new UserAccount(null, null, null, "dana", "contoso")));

    assertThat(house.investigation(first).report().evidence())
        .filteredOn(a -> a.evidence().entity() instanceof UserAccount)
        .singleElement()
        .satisfies(a -> assertThat(a.evidence().alertIds()).containsExactly("a5", "a6"));
  }

  @Test
  void theSameFileOnSeveralDevicesCountsAsOneThing() {
    fileLeadsTo(fileOn(0), fileOn(1));
    // Found on the first two, it leads to five more from each.
    house.world.leading(fileOn(0), devices(10, 15)).leading(fileOn(1), devices(20, 25));
    house.send(alert);

    assertThat(question().summary()).contains("10 devices");
    assertThat(devicesOfCase()).containsExactly(laptop());
  }

  @Test
  void differentThingsAreCountedEachForItself() {
    fileLeadsTo(devices(0, 6));
    house.world.leading(phishUrl(), devices(6, 12));
    for (var d : devices(6, 12)) {
      house.world.judging(d, Verdict.NO_THREATS_FOUND);
    }

    house.send(alert);

    assertThat(house.result(alert).evidence()).hasSize(3 + 12);
  }

  @Test
  void moreDevicesFoundMeanwhileSupersedeTheQuestionInsteadOfDoublingIt() {
    fileLeadsTo(devices(0, 10));
    house.send(alert);
    var first = question();

    // Another alert names the file on a tenth device, and there it leads further.
    house.world.leading(fileOn(50), devices(10, 13)).judging(fileOn(50), Verdict.NO_THREATS_FOUND);
    house.send(deviceAlert("a2", Severity.LOW, fileOn(50)));
    until(() -> !house.pending(alert, 1).getFirst().actionId().equals(first.actionId()));

    var second = question();
    assertThat(second.summary()).contains("13 devices");
    assertThat(house.investigation(alert).report().actions())
        .filteredOn(a -> a.actionId().equals(first.actionId()))
        .singleElement()
        .extracting(a -> a.decision())
        .isInstanceOfSatisfying(
            Decision.Superseded.class, s -> assertThat(s.by()).isEqualTo(second.actionId()));
    house.decide(alert, Choice.APPROVE, second.actionId());
    assertThat(house.result(alert).evidence()).hasSize(3 + 1 + 13);
  }

  @Test
  void aDeviceThatAnAlertNamesJoinsAtOnceAndIsNoLongerAskedAbout() {
    fileLeadsTo(devices(0, 10));
    house.send(alert);
    question();

    house.send(deviceAlert("a2", Severity.LOW, Fixtures.device(3)));

    until(() -> question().summary().contains("9 devices"));
    assertThat(devicesOfCase()).containsExactly(laptop(), Fixtures.device(3));
    house.decide(alert, Choice.REJECT, "*");
    house.result(alert);
  }

  @Test
  void theQuestionSurvivesANewRun() {
    fileLeadsTo(devices(0, 12));
    house.send(alert);
    var question = question();

    house.outgrow(alert);

    assertThat(house.pending(alert, 1)).containsExactly(question);
    house.decide(alert, Choice.APPROVE, question.actionId());
    assertThat(house.result(alert).evidence()).hasSize(3 + 12);
  }
}
