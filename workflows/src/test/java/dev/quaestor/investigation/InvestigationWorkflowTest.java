package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.APPROVER;
import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.forwardingRule;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.mailAlert;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishCluster;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.decision;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer.Result;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.Pasted;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Policy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an investigation does, seen from outside, with skipped time. */
class InvestigationWorkflowTest {
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
    house
        .world
        .judging(phish(), Verdict.MALICIOUS)
        .judging(phishUrl(), Verdict.MALICIOUS)
        .judging(phishCluster(), Verdict.NO_THREATS_FOUND)
        .judging(forwardingRule(), Verdict.SUSPICIOUS)
        .leading(phish(), phishCluster(), forwardingRule());
  }

  private static String idOf(List<PendingAction> pending, ActionType type) {
    return pending.stream().filter(p -> p.type() == type).findFirst().orElseThrow().actionId();
  }

  @Test
  void aMaliciousFileAtFullAutomationIsQuarantinedAndTheDeviceScannedWithoutAnyone() {
    malwareOnLaptop();

    house.send(malware);
    var report = house.result(malware);

    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects())
        .containsExactlyInAnyOrder(
            "STOP_AND_QUARANTINE_FILE C:\\Users\\j.doe\\Downloads\\invoice.exe",
            "RUN_ANTIVIRUS_SCAN laptop-7.contoso.example");
    assertThat(report.actions())
        .allSatisfy(a -> assertThat(a.decision().status()).isEqualTo(DecisionStatus.NOT_NEEDED));
    assertThat(house.ledger.numbers(report.investigationId()))
        .isNotEmpty()
        .startsWith(1L)
        .hasSize(house.ledger.numbers(report.investigationId()).getLast().intValue());
  }

  @Test
  void theFirstShippedShapeStaysWithinFortyThreeEvents() {
    malwareOnLaptop();

    // How answers fall into workflow tasks is the machine's affair: the shape is the shortest.
    var events =
        IntStream.range(0, 3)
            .mapToObj(i -> malwareAs("shape-" + i))
            .mapToInt(
                alert -> {
                  house.start(alert, FakeStarter.SENSOR);
                  house.result(alert);
                  return house.events(alert);
                })
            .min();

    assertThat(events).isPresent();
    assertThat(events.getAsInt()).isLessThanOrEqualTo(43);
  }

  @Test
  void searchAttributesAreWrittenWhenSomethingWaitsAndAtTheEnd() {
    malwareOnLaptop();
    oddProcessOnServer();
    var alone = malwareAs("alone");

    house.send(alone);
    house.result(alone);
    house.send(oddProcess);
    house.pending(oddProcess, 2);
    house.decide(oddProcess, Choice.APPROVE, "*");
    house.result(oddProcess);

    assertThat(house.events(alone, "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES")).isEqualTo(1);
    assertThat(house.events(oddProcess, "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES")).isEqualTo(2);
  }

  @Test
  void whatAutomaticActionsClaimGoesWithWhatTheCaseTellsAndTheyBeginTogether() {
    malwareOnLaptop();

    house.send(malware);
    house.result(malware);

    assertThat(house.events(malware, "BeginActions")).isEqualTo(1);
    assertThat(house.events(malware, "ClaimState")).isZero();
    assertThat(house.events(malware, "RecordEvents")).isEqualTo(1);
    assertThat(house.events(malware, "PerformAction")).isEqualTo(2);
  }

  private Alert malwareAs(String id) {
    return new Alert(
        id,
        malware.source(),
        id,
        malware.title(),
        malware.description(),
        malware.severity(),
        malware.category(),
        malware.techniques(),
        malware.detectionSource(),
        malware.createdAt(),
        malware.firstActivityAt(),
        malware.evidence());
  }

  @Test
  void suspiciousEvidenceWaitsAndRunsWhenApproved() {
    oddProcessOnServer();
    house.send(oddProcess);
    var pending = house.pending(oddProcess, 2);
    assertThat(house.investigation(oddProcess).report().state())
        .isEqualTo(InvestigationStatus.PENDING_APPROVAL);
    assertThat(house.world.effects()).isEmpty();

    var answer =
        house.decide(
            oddProcess,
            Choice.APPROVE,
            pending.stream().map(PendingAction::actionId).toArray(String[]::new));

    assertThat(answer.items()).extracting("result").containsOnly(Result.ACCEPTED);
    var report = house.result(oddProcess);
    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects())
        .containsExactlyInAnyOrder(
            "ISOLATE_DEVICE srv-db1.contoso.example",
            "STOP_AND_QUARANTINE_FILE C:\\Windows\\Temp\\invoice.exe");
    assertThat(report.actions().getFirst().decision())
        .isInstanceOfSatisfying(
            Decision.ByPerson.class,
            by -> {
              assertThat(by.approver()).isEqualTo(APPROVER);
              assertThat(by.verified()).isFalse();
            });
  }

  @Test
  void whatIsRejectedNeverRunsAndTheCaseCountsAsRemediated() {
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);

    house.decide(oddProcess, Choice.REJECT, "*");

    assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void noAnswerWithinThePolicysDaysMeansNo() {
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);

    house.env.sleep(Duration.ofDays(6));
    assertThat(house.investigation(oddProcess).pendingActions()).hasSize(2);
    house.env.sleep(Duration.ofDays(1).plusMinutes(1));

    var report = house.result(oddProcess);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(report.actions())
        .extracting(a -> a.decision().status())
        .containsOnly(DecisionStatus.EXPIRED);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void anEmailCaseThatNobodyDecidesIsTerminatedBySystem() {
    phishing();
    house.send(reportedPhish);
    house.pending(reportedPhish, 3);

    house.env.sleep(Duration.ofDays(7).plusMinutes(1));

    assertThat(house.result(reportedPhish).state())
        .isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
  }

  @Test
  void aReportedPhishAsksForTheClusterTheUrlAndTheForwardingAndNotForTheMessageTwice() {
    phishing();
    house.send(reportedPhish);

    assertThat(house.pending(reportedPhish, 3))
        .extracting(PendingAction::type)
        .containsExactlyInAnyOrder(
            ActionType.SOFT_DELETE_EMAIL,
            ActionType.BLOCK_URL,
            ActionType.TURN_OFF_EXTERNAL_FORWARDING);
    house.decide(reportedPhish, Choice.APPROVE, "*");
    assertThat(house.result(reportedPhish).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(3);
  }

  @Test
  void aPartlyDecidedCaseRunsWhatWasApprovedAndWaitsForTheRest() {
    oddProcessOnServer();
    house.send(oddProcess);
    var isolate = idOf(house.pending(oddProcess, 2), ActionType.ISOLATE_DEVICE);

    house.decide(oddProcess, Choice.APPROVE, isolate);

    until(() -> house.world.effects().size() == 1);
    assertThat(house.pending(oddProcess, 1)).hasSize(1);
    // While the rest waits for days, the ledger knows how this one ended.
    until(
        () ->
            house.ledger.events(LedgerEvent.ActionProgressed.class).stream()
                .anyMatch(p -> p.actionId().equals(isolate)));
    house.env.sleep(Duration.ofDays(8));
    assertThat(house.result(oddProcess).state())
        .isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
  }

  @Test
  void aHarmlessAlertEndsWithNothingDone() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.NO_THREATS_FOUND);

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(report.actions()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void whatItNamesForContextAndNobodyKnowsDoesNotGainsayItsEnd() {
    var somebody = new UserAccount("u-1", null, null, null, null);
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.NO_THREATS_FOUND)
        .judging(somebody, Verdict.UNKNOWN);
    var named = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile(), somebody);

    house.send(named);

    var report = house.result(named);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(report.verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void newEvidenceSupersedesAPendingActionInsteadOfDoublingIt() {
    oddProcessOnServer();
    house.send(oddProcess);
    var before = house.pending(oddProcess, 2);
    var oldIsolate = idOf(before, ActionType.ISOLATE_DEVICE);

    house.world.judging(processOnServer(), Verdict.MALICIOUS);
    var worse =
        new Alert(
            "a2b",
            oddProcess.source(),
            oddProcess.correlationKey(),
            "Worse",
            null,
            Severity.HIGH,
            null,
            List.of(),
            null,
            null,
            null,
            List.of(
                dev.quaestor.evidence.Evidence.named(
                    processOnServer(),
                    "a2b",
                    new dev.quaestor.evidence.Evidence.ReportedVerdict(
                        "vendor", Verdict.MALICIOUS, null))));
    assertThat(house.send(worse).joined()).isTrue();
    until(
        () ->
            house.investigation(oddProcess).pendingActions().stream()
                .noneMatch(p -> p.actionId().equals(oldIsolate)));

    var after = house.pending(oddProcess, 2);
    var newIsolate = idOf(after, ActionType.ISOLATE_DEVICE);
    assertThat(newIsolate).isNotEqualTo(oldIsolate);
    assertThat(idOf(after, ActionType.STOP_AND_QUARANTINE_FILE))
        .isEqualTo(idOf(before, ActionType.STOP_AND_QUARANTINE_FILE));
    var old =
        house.investigation(oddProcess).report().actions().stream()
            .filter(a -> a.actionId().equals(oldIsolate))
            .findFirst()
            .orElseThrow();
    assertThat(old.decision())
        .isInstanceOfSatisfying(
            Decision.Superseded.class, s -> assertThat(s.by()).isEqualTo(newIsolate));

    var late = house.decide(oddProcess, Choice.APPROVE, oldIsolate);
    assertThat(late.items().getFirst().result()).isEqualTo(Result.ALREADY_DECIDED);
    house.decide(oddProcess, Choice.APPROVE, "*");
    house.result(oddProcess);
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void aSecondAlertOnTheSameDeviceJoinsTheRunningInvestigation() {
    oddProcessOnServer();
    var first = house.send(oddProcess);
    house.pending(oddProcess, 2);
    var url = new Url("http://evil.example/c2");
    house.world.judging(url, Verdict.MALICIOUS);

    var second = house.send(deviceAlert("a9", Severity.HIGH, server(), url));

    assertThat(first.joined()).isFalse();
    assertThat(second.joined()).isTrue();
    assertThat(second.investigationId()).isEqualTo(first.investigationId());
    house.pending(oddProcess, 3);
    var report = house.investigation(oddProcess).report();
    assertThat(report.alertIds()).containsExactly("a2", "a9");
    assertThat(report.severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void theSameAlertAgainIsTheSameInvestigationAndChangesNothing() {
    oddProcessOnServer();
    var first = house.send(oddProcess);
    house.pending(oddProcess, 2);

    var again = house.send(oddProcess);

    assertThat(again.investigationId()).isEqualTo(first.investigationId());
    assertThat(house.investigation(oddProcess).report().alertIds()).containsExactly("a2");
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class)).hasSize(1);
  }

  private static Alert version(Alert alert, String sender, String content) {
    return alert.with(AlertVersion.whole(sender, content));
  }

  @Test
  void aNewVersionOfAnAlertIsFoldedInAndWhatItNamesIsJudgedAnew() {
    oddProcessOnServer();
    house.send(version(oddProcess, "sensor", "one"));
    var before = house.pending(oddProcess, 2);
    var url = new Url("http://evil.example/second");
    house.world.judging(url, Verdict.SUSPICIOUS).judging(fileOnServer(), Verdict.NO_THREATS_FOUND);
    var more =
        deviceAlert(
            oddProcess.alertId(), Severity.HIGH, server(), processOnServer(), fileOnServer(), url);

    var receipt = house.send(version(more, "sensor", "two"));
    var repeat = house.send(version(oddProcess, "sensor", "one"));

    assertThat(receipt.joined()).isTrue();
    assertThat(receipt.version()).isEqualTo(2);
    assertThat(repeat.version()).isEqualTo(2);
    until(
        () ->
            house.investigation(oddProcess).report().evidence().stream()
                .anyMatch(a -> a.key().equals(url.key()) && a.verdict() == Verdict.SUSPICIOUS));
    house.pending(oddProcess, 1);
    var report = house.investigation(oddProcess).report();
    assertThat(report.alertIds()).containsExactly("a2");
    assertThat(report.severity()).isEqualTo(Severity.HIGH);
    // The file is cleared, so nobody is asked about it any more.
    assertThat(report.actions())
        .filteredOn(a -> a.decision() instanceof Decision.Superseded)
        .singleElement()
        .extracting(a -> a.action().target())
        .isEqualTo(fileOnServer());
    assertThat(before).hasSize(2);
    until(() -> house.ledger.events(LedgerEvent.AlertRevised.class).size() == 1);
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class)).hasSize(1);
  }

  @Test
  void whatASensorTakesBackOfItsOwnAlertIsTakenBackAndNotWhatAnotherSaidUnderItsId() {
    oddProcessOnServer();
    var theirs = oddProcess;
    house.send(version(theirs, "sensor", "one"));
    house.pending(oddProcess, 2);

    var mallory = new Author("token:mallory", "mallory", Remit.EVERYWHERE);
    var forged = house.send(version(theirs, "sensor", "two"), mallory);

    assertThat(forged.version()).isEqualTo(1);
    assertThat(house.investigation(oddProcess).report().alertIds()).containsExactly("a2", "a2~2");
    assertThat(house.investigation(oddProcess).report().evidence().getFirst().evidence().alertIds())
        .containsExactly("a2", "a2~2");
  }

  @Test
  void cancellingWithRollbackTakesBackWhatWasDoneNewestFirst() {
    phishing();
    house.send(reportedPhish);
    var pending = house.pending(reportedPhish, 3);
    house.decide(reportedPhish, Choice.APPROVE, idOf(pending, ActionType.BLOCK_URL));
    until(() -> house.world.effects().size() == 1);
    house.decide(reportedPhish, Choice.APPROVE, idOf(pending, ActionType.SOFT_DELETE_EMAIL));
    until(() -> house.world.effects().size() == 2);

    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);

    var report = house.result(reportedPhish);
    assertThat(report.state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
    assertThat(house.world.effects().stream().map(e -> e.split(" ")[0]))
        .containsExactly("BLOCK_URL", "SOFT_DELETE_EMAIL", "RESTORE_EMAIL", "UNBLOCK_URL");
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class))
        .extracting(u -> u.outcome().execution())
        .containsOnly(Execution.SUCCEEDED);
  }

  private List<PendingAction> blocks() {
    phishing();
    house.world.andEach("squid", "unbound");
    house.send(reportedPhish);
    return house.pending(reportedPhish, 5).stream()
        .filter(p -> p.type() == ActionType.BLOCK_URL)
        .toList();
  }

  @Test
  void aUrlIsBlockedByEachThatCanAndTakenBackByEachWhereItWasSet() {
    var blocks = blocks();
    assertThat(blocks)
        .extracting(PendingAction::connector)
        .containsExactly("lab", "squid", "unbound");

    blocks.forEach(b -> house.decide(reportedPhish, Choice.APPROVE, b.actionId()));
    until(() -> house.world.effects().size() == 3);
    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);
    house.result(reportedPhish);

    assertThat(house.world.performed())
        .extracting(c -> c.action().type() + " " + c.connector())
        .containsExactlyInAnyOrder(
            "BLOCK_URL lab",
            "BLOCK_URL squid",
            "BLOCK_URL unbound",
            "UNBLOCK_URL lab",
            "UNBLOCK_URL squid",
            "UNBLOCK_URL unbound");
  }

  @Test
  void oneThatFailsToBlockKeepsNoneOfTheOthersFromIt() {
    var blocks = blocks();
    house.world.next(ActionType.BLOCK_URL, FakeWorld.refusal());

    blocks.forEach(b -> house.decide(reportedPhish, Choice.APPROVE, b.actionId()));
    until(() -> house.world.effects().size() == 2);
    house.decide(reportedPhish, Choice.REJECT, "*");

    assertThat(house.result(reportedPhish).state())
        .isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
  }

  /** One action was carried out, the others wait. */
  private String blocked() {
    phishing();
    house.send(reportedPhish);
    var block = idOf(house.pending(reportedPhish, 3), ActionType.BLOCK_URL);
    house.decide(reportedPhish, Choice.APPROVE, block);
    until(() -> house.world.effects().size() == 1);
    until(
        () ->
            house.ledger.events(LedgerEvent.ActionProgressed.class).stream()
                .anyMatch(p -> p.actionId().equals(block)));
    return block;
  }

  /** In real time: whoever waits for a result lets the server skip the days that a case waits. */
  private void takeBack(String actionId) {
    house.undo(actionId);
    until(
        () ->
            house.ledger.events(LedgerEvent.UndoProgressed.class).stream()
                .anyMatch(u -> u.actionId().equals(actionId) && u.outcome().execution().isFinal()));
  }

  @Test
  void rollbackDoesNotTakeBackAgainWhatWasTakenBackBefore() {
    var block = blocked();
    takeBack(block);

    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);
    house.result(reportedPhish);

    assertThat(house.world.effects().stream().map(e -> e.split(" ")[0]))
        .containsExactly("BLOCK_URL", "UNBLOCK_URL");
    assertThat(house.ledger.events(LedgerEvent.UndoRequested.class)).hasSize(1);
  }

  @Test
  void rollbackLeavesWhatAnotherCaseWants() {
    var block = blocked();
    house.ledger.wantedBy("act-other", "inv-other", new EmailAction.BlockUrl(phishUrl()));

    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);
    house.result(reportedPhish);

    assertThat(house.world.effects().stream().map(e -> e.split(" ")[0]))
        .containsExactly("BLOCK_URL");
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class))
        .containsExactly(
            new LedgerEvent.UndoProgressed(
                block,
                "undo-" + block,
                new Outcome.HeldByOthers(List.of(new Holder("act-other", "inv-other")))));
  }

  @Test
  void aRunningCaseHearsOfAnUndoAndItsEvidenceIsNoLongerRemediedByIt() {
    var block = blocked();
    house.undo(block).getResult(Outcome.class);
    until(() -> lastStatusOfTheUrl() == RemediationStatus.UNREMEDIATED);

    var pending = house.investigation(reportedPhish).pendingActions();
    house.decide(reportedPhish, Choice.REJECT, "*");

    var report = house.result(reportedPhish);
    assertThat(pending).hasSize(2);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(report.because()).isEqualTo("Nothing was remediated: 1 of 3 actions was undone");
    assertThat(house.world.effects().stream().map(e -> e.split(" ")[0]))
        .containsExactly("BLOCK_URL", "UNBLOCK_URL");
  }

  private RemediationStatus lastStatusOfTheUrl() {
    return house.ledger.events(LedgerEvent.RemediationStatusChanged.class).stream()
        .filter(c -> c.entityKey().equals(phishUrl().key().value()))
        .map(LedgerEvent.RemediationStatusChanged::status)
        .reduce(RemediationStatus.NONE, (earlier, later) -> later);
  }

  @Test
  void thatSomethingWasTakenBackIsBelievedOfTheLedgerAlone() {
    blocked();
    for (int i = 0; i < 5; i++) {
      house.untyped(reportedPhish).signal("takenBack", "act-of-mine");
    }
    until(() -> house.ledger.askedForUndone() > 0);
    house.decide(reportedPhish, Choice.REJECT, "*");

    assertThat(house.result(reportedPhish).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(lastStatusOfTheUrl()).isEqualTo(RemediationStatus.REMEDIATED);
  }

  @Test
  void whatIsTakenBackNoLongerRemediesItsEvidence() {
    blocked();

    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);
    house.result(reportedPhish);

    assertThat(house.ledger.events(LedgerEvent.RemediationStatusChanged.class))
        .filteredOn(c -> c.entityKey().equals(phishUrl().key().value()))
        .extracting(LedgerEvent.RemediationStatusChanged::status)
        .endsWith(RemediationStatus.REMEDIATED, RemediationStatus.UNREMEDIATED);
  }

  @Test
  void aDecisionAfterExpiryIsAnsweredWithWhatStands() {
    phishing();
    oddProcessOnServer();
    house.send(oddProcess);
    var isolate = idOf(house.pending(oddProcess, 2), ActionType.ISOLATE_DEVICE);
    house.env.sleep(Duration.ofDays(3));
    var url = new Url("http://evil.example/c2");
    house.world.judging(url, Verdict.MALICIOUS);
    house.send(deviceAlert("a9", Severity.HIGH, server(), url));
    house.pending(oddProcess, 3);
    house.env.sleep(Duration.ofDays(4).plusMinutes(1));
    house.pending(oddProcess, 1);

    var late = house.decide(oddProcess, Choice.APPROVE, isolate);

    assertThat(late.items().getFirst().result()).isEqualTo(Result.ALREADY_DECIDED);
    assertThat(late.items().getFirst().decision()).isInstanceOf(Decision.Expired.class);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void aDecisionOnAPlanThatChangedIsRefusedAndNothingRuns() {
    oddProcessOnServer();
    house.send(oddProcess);
    var isolate = house.pending(oddProcess, 2).getFirst();

    var stale =
        house
            .investigation(oddProcess)
            .decide(
                new DecisionMessage(
                    List.of(isolate.actionId()),
                    Choice.APPROVE,
                    APPROVER,
                    null,
                    "0000",
                    null,
                    null));
    var bound =
        house
            .investigation(oddProcess)
            .decide(
                new DecisionMessage(
                    List.of(isolate.actionId()),
                    Choice.APPROVE,
                    APPROVER,
                    null,
                    isolate.planHash(),
                    null,
                    null));

    assertThat(stale.items().getFirst().result()).isEqualTo(Result.STALE_PLAN);
    assertThat(bound.items().getFirst().result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void aSignalAndAnUpdateAtTheSameInstantAreOneDecision() throws Exception {
    oddProcessOnServer();
    house.send(oddProcess);
    var isolate = idOf(house.pending(oddProcess, 2), ActionType.ISOLATE_DEVICE);

    var update = Thread.ofVirtual().start(() -> house.decide(oddProcess, Choice.APPROVE, isolate));
    house.untyped(oddProcess).signal("decide", decision(Choice.APPROVE, isolate));
    update.join();

    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class))
        .filteredOn(d -> d.actionId().equals(isolate))
        .hasSize(1);
    assertThat(house.world.effects()).containsExactly("ISOLATE_DEVICE srv-db1.contoso.example");
  }

  @Test
  void aConnectorThatIsDownAndComesBackOnlyDelays() {
    malwareOnLaptop();
    house.world.failingExaminations(2);
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.down(), FakeWorld.down(), FakeWorld.down());

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void whatTheAlertSaysIsActedOnWhenNoBackEndCouldBeAskedInTime() {
    malwareOnLaptop();
    house.world.failingExaminations(EvidenceActivities.ATTEMPTS);

    house.send(malware);

    var report = house.result(malware);
    assertThat(house.world.effects()).hasSize(2);
    assertThat(house.ledger.events(LedgerEvent.EvidenceAssessed.class))
        .anySatisfy(
            said -> {
              assertThat(said.assessment().examined()).isFalse();
              assertThat(said.assessment().verdict()).isEqualTo(Verdict.MALICIOUS);
              assertThat(said.assessment().reasons())
                  .anyMatch(r -> r.code().equals("NOT_EXAMINED"));
            });
    assertThat(report.evidence()).isNotEmpty().allMatch(piece -> piece.examined());
  }

  @Test
  void aDeviceThatIsAwayWhenItIsToBeActedOnIsWhatTheCaseWaitsForAndUntilWhenIsSaid() {
    malwareOnLaptop();
    for (var i = 0; i < 5; i++) {
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.offline());
    }

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.ledger.events(LedgerEvent.StatusChanged.class))
        .filteredOn(s -> s.status() == InvestigationStatus.PENDING_RESOURCE)
        .isNotEmpty()
        .allSatisfy(
            s ->
                assertThat(s.because())
                    .contains("The back end said RESOURCE_AWAY", "it is tried again"));
  }

  @Test
  void aBackEndThatStaysAwayIsSaidAndTriedOn() {
    malwareOnLaptop();
    for (var i = 0; i < 20; i++) {
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.down());
    }

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.ledger.events(LedgerEvent.StatusChanged.class))
        .extracting(LedgerEvent.StatusChanged::status)
        .contains(InvestigationStatus.PENDING_RESOURCE);
  }

  @Test
  void anOfflineDeviceIsWaitedForAndRemediatedWhenItIsBack() {
    malwareOnLaptop();
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")),
        FakeWorld.offline(),
        FakeWorld.offline());

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.ledger.events(LedgerEvent.StatusChanged.class))
        .extracting(LedgerEvent.StatusChanged::status)
        .contains(InvestigationStatus.PENDING_RESOURCE);
    assertThat(house.world.abandoned()).isEmpty();
  }

  @Test
  void aDeviceThatStaysAwayForThreeDaysIsGivenUpAndItsActionTakenBackFromTheBackEnd() {
    malwareOnLaptop();
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")));
    for (var i = 0; i < 20_000; i++) {
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.offline());
    }

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(house.world.abandoned()).containsExactly("ticket-1");
    assertThat(house.world.effects())
        .containsExactly("RUN_ANTIVIRUS_SCAN laptop-7.contoso.example");
  }

  @Test
  void stoppingWhileADeviceIsAwayTakesTheActionBackFromTheBackEnd() {
    malwareOnLaptop();
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")));
    for (var i = 0; i < 2000; i++) {
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.offline());
    }
    house.send(malware);
    until(
        () ->
            house.investigation(malware).report().state() == InvestigationStatus.PENDING_RESOURCE);

    house.cancel(malware, FakeStarter.ANN, null, false);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
    assertThat(house.world.abandoned()).containsExactly("ticket-1");
    assertThat(house.world.effects()).noneMatch(e -> e.startsWith("STOP_AND_QUARANTINE"));
  }

  @Test
  void anActionThatFailsLeavesTheCasePartlyRemediatedAndTheRestDone() {
    malwareOnLaptop();
    house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.refusal());

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(report.actions())
        .extracting(InvestigationReport.ActionReport::execution)
        .containsExactly(Execution.FAILED, Execution.SUCCEEDED);
  }

  @Test
  void anActivityRetriedAfterItHadActedHasOneEffect() {
    malwareOnLaptop();
    house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, house.world.actingAndDying());

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
    assertThat(
            house.world.performed().stream()
                .filter(c -> c.action().type() == ActionType.STOP_AND_QUARANTINE_FILE)
                .map(c -> c.actionId())
                .distinct())
        .hasSize(1);
  }

  @Test
  void whatNoConnectorOffersIsNeverPutBeforeAPerson() {
    oddProcessOnServer();
    house.world.offering(ActionType.STOP_AND_QUARANTINE_FILE);

    house.send(oddProcess);

    assertThat(house.pending(oddProcess, 1))
        .extracting(PendingAction::type)
        .containsExactly(ActionType.STOP_AND_QUARANTINE_FILE);
    house.decide(oddProcess, Choice.APPROVE, "*");
    var report = house.result(oddProcess);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(report.actions())
        .extracting(InvestigationReport.ActionReport::execution)
        .contains(Execution.UNSUPPORTED);
  }

  @Test
  void aDeviceGroupWithoutAutomatedResponseSuppressesTheCase() {
    var kiosk =
        new Device("3333333333333333333333333333333333333333", "kiosk-1", null, null, null, null);

    house.send(deviceAlert("k1", Severity.HIGH, kiosk, Fixtures.file(kiosk.deviceId(), "C:\\x")));

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.SUPPRESSED);
    assertThat(house.world.examinations()).isZero();
  }

  @Test
  void whatCouldNotBeLookedAtIsUnknownAndTheCaseOnlyPartlyInvestigated() {
    house.world.judging(laptop(), Verdict.NO_THREATS_FOUND).blindTo(downloadedFile());
    house.send(malware);
    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.PARTIALLY_INVESTIGATED);
  }

  @Test
  void aCaseOfWhichNothingCouldBeLookedAtHasFailed() {
    house.world.blindTo(laptop()).blindTo(downloadedFile());
    house.send(malware);
    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.FAILED);
  }

  @Test
  void aCaseThatOutgrowsItsLimitsIsTerminatedWithAllThatWasFoundKept() {
    house.ledger.policy(
        Fixtures.policy(
            Policy.Unsigned.ACCEPT,
            new Policy.Guardrails(List.of(), 100),
            new Policy.Limits(3, 3, Duration.ofDays(1), Duration.ofDays(3))));
    malwareOnLaptop();
    house.world.leading(
        downloadedFile(), new Url("http://a.example/"), new Url("http://b.example/"));

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
    assertThat(report.evidence()).hasSize(3);
  }

  @Test
  void signalsThatCannotBeUsedAreRecordedAndTheWorkflowGoesOn() {
    oddProcessOnServer();
    house.send(oddProcess);
    var pending = house.pending(oddProcess, 2);
    var stub = house.untyped(oddProcess);

    stub.signal("decide", "just text");
    stub.signal("decide", 42);
    stub.signal("decide");
    stub.signal("decide", Map.of("actionIds", List.of("*"), "verdict", "MAYBE"));
    stub.signal("decide", decision(Choice.APPROVE, "act-unknown"));
    stub.signal(
        "decide",
        Map.of("actionIds", List.of(pending.getFirst().actionId()), "verdict", "APPROVE"));
    stub.signal(
        "decide",
        Map.of(
            "actionIds",
            List.of("<script>alert(1)</script>"),
            "verdict",
            "APPROVE",
            "approver",
            "x\u0000\u001b[31m"));
    stub.signal("cancel", "nonsense");
    stub.signal("no-such-signal", "x");

    until(() -> house.ledger.events(LedgerEvent.MessageIgnored.class).size() == 8);
    assertThat(house.pending(oddProcess, 2)).hasSize(2);
    assertThat(house.world.effects()).isEmpty();

    stub.signal("decide", decision(Choice.APPROVE, "*"));
    assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThatThrownBy(() -> stub.signal("decide", decision(Choice.APPROVE, "*")))
        .isInstanceOf(WorkflowNotFoundException.class);
  }

  @Test
  void theSameSignalTwiceCountsOnceAndTheSecondIsOnRecord() {
    oddProcessOnServer();
    house.send(oddProcess);
    var isolate = idOf(house.pending(oddProcess, 2), ActionType.ISOLATE_DEVICE);
    var stub = house.untyped(oddProcess);

    stub.signal("decide", decision(Choice.APPROVE, isolate));
    stub.signal("decide", decision(Choice.APPROVE, isolate));

    until(() -> house.ledger.events(LedgerEvent.MessageIgnored.class).size() == 1);
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class).getFirst().why())
        .contains("already been decided");
    until(() -> !house.world.effects().isEmpty());
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);
    assertThat(house.world.effects()).containsExactly("ISOLATE_DEVICE srv-db1.contoso.example");
  }

  @Test
  void anUnsignedDecisionCountsForNothingWhereThePolicyWantsASignature() {
    house.ledger.policy(
        Fixtures.policy(
            Policy.Unsigned.REFUSE,
            new Policy.Guardrails(List.of(), 100),
            Fixtures.defaultLimits()));
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);

    var answer = house.decide(oddProcess, Choice.APPROVE, "*");

    assertThat(answer.items()).extracting("result").containsOnly(Result.UNSIGNED);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void whatIsPastedFromTheCurrentDetailsApprovesAsItStands() {
    oddProcessOnServer();
    house.send(oddProcess);
    house.pending(oddProcess, 2);
    var report = house.investigation(oddProcess).report();
    var details =
        CurrentDetails.render(
            report, house.investigation(oddProcess).pendingActions(), Pasted.AS_ANYBODYS, null);
    // A block for each, one for all of them, one that rejects.
    var blocks = details.split("```");
    assertThat(blocks[1]).contains("\"planHash\"");

    pasted(blocks[1]);
    until(() -> !house.world.effects().isEmpty());
    assertThat(house.investigation(oddProcess).pendingActions()).hasSize(1);

    pasted(blocks[5]);
    assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
  }

  private void pasted(String payload) {
    house
        .untyped(oddProcess)
        .signal("decide", dev.quaestor.wire.QuaestorJson.mapper().readTree(payload));
  }

  @Test
  void anAlertThatComesBeforeTheFirstTaskJoinsWhatTheCaseWasStartedFor() throws Exception {
    malwareOnLaptop();
    house.env.getWorkerFactory().suspendPolling();
    house.start(malware, FakeStarter.SENSOR);
    var url = new Url("http://evil.example/early");
    var early = deviceAlert("early", Severity.HIGH, laptop(), url);
    var receipt = CompletableFuture.supplyAsync(() -> house.send(early));
    Thread.sleep(200);
    house.env.getWorkerFactory().resumePolling();

    assertThat(receipt.get().joined()).isTrue();
    assertThat(house.result(malware).alertIds()).containsExactly("a1", "early");
  }

  @Test
  void aMessageThatArrivesBeforeTheFirstWorkflowTaskIsKept() {
    malwareOnLaptop();
    house.env.getWorkerFactory().suspendPolling();
    var alert = malware;
    var options =
        io.temporal.client.WorkflowOptions.newBuilder()
            .setWorkflowId("investigation/dev-1")
            .setTaskQueue(dev.quaestor.wire.TaskQueues.INVESTIGATION)
            .build();
    var stub = house.client().newWorkflowStub(InvestigationWorkflow.class, options);
    WorkflowClient.start(
        stub::investigate, new InvestigationStart(new AlertMessage(alert), true, null));
    house
        .untyped(alert)
        .signal(
            "cancel",
            house.signed(
                "investigation/dev-1",
                new CancelMessage(
                    "oscar",
                    "never mind",
                    false,
                    "inv-" + PlanHash.shortId(house.runOf(alert)),
                    null),
                FakeStarter.ANN));
    house.env.getWorkerFactory().resumePolling();

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void cancellingTheWorkflowItselfEndsTheCaseInNobodysName() {
    oddProcessOnServer();
    house.send(oddProcess);
    var asked = house.pending(oddProcess, 2);

    house.untyped(oddProcess).cancel();

    assertThatThrownBy(() -> house.result(oddProcess))
        .isInstanceOf(io.temporal.client.WorkflowFailedException.class);
    until(
        () ->
            house.ledger.events(LedgerEvent.StatusChanged.class).stream()
                .anyMatch(
                    s ->
                        s.status() == InvestigationStatus.TERMINATED_BY_SYSTEM
                            && s.because().contains("cancelled in Temporal")));
    // What waited was declined by nobody: it waits no longer because nothing wants it.
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class))
        .hasSameSizeAs(asked)
        .extracting(LedgerEvent.ActionDecided::decision)
        .allSatisfy(
            d ->
                assertThat(d)
                    .isInstanceOfSatisfying(
                        Decision.Superseded.class,
                        s -> assertThat(s.because()).contains("cancelled in Temporal")));
    assertThat(house.ledger.events(LedgerEvent.CancelRequested.class)).isEmpty();
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void anAlertThatJoinsWhileEvidenceIsBeingLookedAtIsNotLost() {
    oddProcessOnServer();
    var latch = new CountDownLatch(1);
    house.world.lookingUntil(latch);
    house.send(oddProcess);
    var url = new Url("http://evil.example/c2");
    house.world.judging(url, Verdict.MALICIOUS);

    until(() -> house.world.begunExaminations() == 1);
    house.send(deviceAlert("a9", Severity.HIGH, server(), url));
    latch.countDown();

    assertThat(house.pending(oddProcess, 3)).hasSize(3);
    assertThat(house.investigation(oddProcess).report().alertIds()).containsExactly("a2", "a9");
  }

  @Test
  void whatAnAlertSaysAnewOfAPieceThatIsBeingLookedAtIsLookedAtAgain() {
    oddProcessOnServer();
    var latch = new CountDownLatch(1);
    house.world.lookingUntil(latch);
    house.send(oddProcess);
    var reported =
        new dev.quaestor.evidence.Evidence.ReportedVerdict("vendor", Verdict.MALICIOUS, null);
    var again =
        new Alert(
            "a9",
            oddProcess.source(),
            oddProcess.correlationKey(),
            "Worse",
            null,
            Severity.HIGH,
            null,
            List.of(),
            null,
            null,
            null,
            List.of(dev.quaestor.evidence.Evidence.named(processOnServer(), "a9", reported)));

    until(() -> house.world.begunExaminations() == 1);
    house.send(again);
    latch.countDown();

    house.pending(oddProcess, 2);
    assertThat(house.world.examinations()).isEqualTo(2);
    assertThat(house.investigation(oddProcess).report().evidence())
        .filteredOn(a -> a.key().equals(processOnServer().key()))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.examined()).isTrue();
              assertThat(a.evidence().reported()).isEqualTo(reported);
            });
  }

  @Test
  void anInvestigationThatIsStoppedBeforeItsFirstAlertEnds() {
    var options =
        io.temporal.client.WorkflowOptions.newBuilder()
            .setWorkflowId("investigation/dev-1")
            .setTaskQueue(dev.quaestor.wire.TaskQueues.INVESTIGATION)
            .build();
    var stub = house.client().newWorkflowStub(InvestigationWorkflow.class, options);
    WorkflowClient.start(stub::investigate, new InvestigationStart(null, true, null));

    house.cancel(malware, FakeStarter.DANA, null, true);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
  }

  @Test
  void manyPiecesOfEvidenceReachTheLedgerInPiecesWithoutAGap() {
    var urls =
        IntStream.range(0, 240)
            .mapToObj(i -> new Url("http://site-" + i + ".example/"))
            .toArray(Url[]::new);
    for (var url : urls) {
      house.world.judging(url, Verdict.NO_THREATS_FOUND);
    }

    house.send(Fixtures.alert("many", "dev-1", Severity.LOW, urls));

    until(
        () ->
            house.ledger.events(LedgerEvent.StatusChanged.class).stream()
                .anyMatch(c -> c.status().ended()));
    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.NO_THREATS_FOUND);
    assertThat(house.ledger.events(LedgerEvent.EvidenceAssessed.class)).hasSize(240);
    var numbers = house.ledger.numbers(report.investigationId());
    assertThat(numbers).startsWith(1L).hasSize(numbers.getLast().intValue());
    assertThat(
            house.client().fetchHistory("investigation/dev-1").getHistory().getEventsList().stream()
                .filter(
                    e ->
                        e.getActivityTaskScheduledEventAttributes()
                            .getActivityType()
                            .getName()
                            .equals("RecordEvents"))
                .count())
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void hostileTextsTravelThroughAsData() {
    var hostile =
        "<script>alert('x')</script>\u202e\u0007\u001b[2J\n```\n# heading " + "A".repeat(2000);
    var device =
        new Device(Fixtures.SERVER_ID, hostile, hostile, "Servers", List.of(hostile), null);
    house.world.judging(processOnServer(), Verdict.SUSPICIOUS);
    var alert =
        new Alert(
            "h1",
            malware.source(),
            "dev-1",
            hostile,
            hostile,
            Severity.HIGH,
            hostile,
            List.of(hostile),
            null,
            null,
            null,
            deviceAlert("h1", Severity.HIGH, device, processOnServer()).evidence());

    house.send(alert);
    var pending = house.pending(alert, 1);
    var details =
        CurrentDetails.render(
            house.investigation(alert).report(), pending, Pasted.AS_ANYBODYS, hostile);

    assertThat(details).doesNotContain("\u001b").doesNotContain("\n# heading");
    house.decide(alert, Choice.APPROVE, pending.getFirst().actionId());
    assertThat(house.result(alert).title()).isEqualTo(hostile);
  }

  private static List<Outcome> endsThatMayBeInForce() {
    return List.of(
        new Outcome.Succeeded(new Receipt.State(false), "Seen on the back end"),
        new Outcome.Unknown(null, "It is in progress"));
  }

  @ParameterizedTest
  @MethodSource("endsThatMayBeInForce")
  void rollbackTakesBackWhatMayBeInForceThoughItWasStopped(Outcome end) {
    malwareOnLaptop();
    house.world.stopping(FakeWorld.answer(end));
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")));
    for (var i = 0; i < 2000; i++) {
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.offline());
    }
    house.send(malware);
    until(
        () ->
            house.investigation(malware).report().state() == InvestigationStatus.PENDING_RESOURCE);

    house.cancel(malware, FakeStarter.DANA, null, true);

    house.result(malware);
    assertThat(house.world.effects())
        .filteredOn(e -> !e.startsWith("RUN_ANTIVIRUS_SCAN"))
        .singleElement()
        .asString()
        .startsWith("RELEASE_FROM");
  }

  @Test
  void aRollbackThatFailsIsSaidInTheReasonOfTheCase() {
    blocked();
    house.world.next(ActionType.UNBLOCK_URL, FakeWorld.refusal());

    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);

    assertThat(house.result(reportedPhish).state())
        .isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
    assertThat(house.ledger.events(LedgerEvent.StatusChanged.class).getLast().because())
        .isEqualTo("Stopped by " + FakeStarter.DANA.name() + "; 1 of 1 action could not be undone");
  }
}
