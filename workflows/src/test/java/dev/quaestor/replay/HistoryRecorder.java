package dev.quaestor.replay;

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

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.order.Withdrawal;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.WorkflowIds;
import io.temporal.serviceclient.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records one history of each shape from the test server. Run it when code gains a path, on the SDK
 * then in use, and never over an old file: {@code -Dquaestor.histories.write=true}.
 */
@EnabledIfSystemProperty(named = "quaestor.histories.write", matches = "true")
class HistoryRecorder {
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

  private void oddProcessWaits() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.send(oddProcess);
    house.pending(oddProcess, 2);
  }

  private void phishWaits() {
    phishWaits(3);
  }

  private void phishWaits(int questions) {
    house
        .world
        .judging(phish(), Verdict.MALICIOUS)
        .judging(phishUrl(), Verdict.MALICIOUS)
        .judging(phishCluster(), Verdict.NO_THREATS_FOUND)
        .judging(forwardingRule(), Verdict.SUSPICIOUS)
        .leading(phish(), phishCluster(), forwardingRule());
    house.send(reportedPhish);
    house.pending(reportedPhish, questions);
  }

  private void record(Alert alert, String scenario) {
    house.result(alert);
    record(house.untyped(alert).getExecution().getWorkflowId(), scenario);
  }

  private void record(String workflowId, String scenario) {
    Histories.write(house.client().fetchHistory(workflowId), Version.LIBRARY_VERSION, scenario);
  }

  @Test
  void automatic() {
    malwareOnLaptop();
    house.send(malware);
    record(malware, "automatic");
  }

  @Test
  void nothingFound() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.NO_THREATS_FOUND);
    house.send(malware);
    record(malware, "nothing-found");
  }

  @Test
  void approvedByUpdate() {
    oddProcessWaits();
    house.decide(oddProcess, Choice.APPROVE, "*");
    record(oddProcess, "approved-by-update");
  }

  @Test
  void approvedBySignalAfterUnusableOnes() {
    oddProcessWaits();
    house.untyped(oddProcess).signal("decide", "just text");
    house.untyped(oddProcess).signal("decide", Map.of("actionIds", List.of("*")));
    house.untyped(oddProcess).signal("decide", decision(Choice.APPROVE, "*"));
    record(oddProcess, "approved-by-signal");
  }

  @Test
  void approvedByTwo() {
    house.ledger.policy(Fixtures.approvedBy(Fixtures.needing(2)));
    oddProcessWaits();
    for (var by : List.of(FakeStarter.DANA, FakeStarter.approverOf(Area.values()))) {
      house
          .investigation(oddProcess)
          .decide(
              house.signed(
                  WorkflowIds.investigation(oddProcess.correlationKey()),
                  decision(Choice.APPROVE, "*"),
                  by));
    }
    record(oddProcess, "approved-by-two");
  }

  @Test
  void remindedAndEscalated() {
    house.ledger.policy(
        Fixtures.approvedBy(
            Fixtures.telling(
                List.of(Duration.ofDays(1)),
                List.of(new ApprovalRule.Escalation(Duration.ofDays(3), List.of("soc-leads"))))));
    oddProcessWaits();
    house.env.sleep(Duration.ofDays(4));
    until(() -> house.ledger.events(LedgerEvent.Escalated.class).size() == 2);
    house
        .investigation(oddProcess)
        .decide(
            house.signed(
                WorkflowIds.investigation(oddProcess.correlationKey()),
                decision(Choice.APPROVE, "*"),
                FakeStarter.DANA));
    record(oddProcess, "reminded-and-escalated");
  }

  @Test
  void orderApprovedBySecond() {
    house.ledger.policy(Fixtures.approvedBy(Fixtures.needing(2)));
    var run =
        house.order("act-1", new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL));
    house.asked("act-1");
    var id = WorkflowIds.remediation("act-1");
    run.update(
        "decide",
        DecisionAnswer.class,
        house.signed(id, decision(Choice.APPROVE, "*"), FakeStarter.approverOf(Area.values())));
    run.getResult(Outcome.class);
    record(id, "order-approved-by-second");
  }

  @Test
  void rejected() {
    oddProcessWaits();
    house.decide(oddProcess, Choice.REJECT, "*");
    record(oddProcess, "rejected");
  }

  @Test
  void partlyDecidedThenExpired() {
    oddProcessWaits();
    house.decide(oddProcess, Choice.APPROVE, house.pending(oddProcess, 2).getFirst().actionId());
    house.env.sleep(Duration.ofDays(8));
    record(oddProcess, "partly-decided-then-expired");
  }

  @Test
  void mailExpired() {
    phishWaits();
    house.env.sleep(Duration.ofDays(8));
    record(reportedPhish, "mail-expired");
  }

  @Test
  void superseded() {
    oddProcessWaits();
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
                Evidence.named(
                    processOnServer(),
                    "a2b",
                    new Evidence.ReportedVerdict("vendor", Verdict.MALICIOUS, null))));
    house.send(worse);
    until(() -> house.investigation(oddProcess).report().actions().size() == 3);
    house.decide(oddProcess, Choice.APPROVE, "*");
    record(oddProcess, "superseded");
  }

  @Test
  void joined() {
    oddProcessWaits();
    var url = new Url("http://evil.example/c2");
    house.world.judging(url, Verdict.MALICIOUS);
    house.send(deviceAlert("a9", Severity.HIGH, server(), url));
    house.pending(oddProcess, 3);
    house.decide(oddProcess, Choice.APPROVE, "*");
    record(oddProcess, "joined");
  }

  @Test
  void cancelledWithRollback() {
    phishWaits();
    house.decide(
        reportedPhish, Choice.APPROVE, house.pending(reportedPhish, 3).getFirst().actionId());
    until(() -> house.world.effects().size() == 1);
    house.cancel(reportedPhish, FakeStarter.DANA, "mistake", true);
    record(reportedPhish, "cancelled-with-rollback");
  }

  @Test
  void offlineThenBack() {
    malwareOnLaptop();
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")),
        FakeWorld.offline(),
        FakeWorld.offline());
    house.send(malware);
    record(malware, "offline-then-back");
  }

  @Test
  void gaveUp() {
    malwareOnLaptop();
    house.world.next(
        ActionType.STOP_AND_QUARANTINE_FILE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "The device is offline")));
    for (var i = 0; i < 2000; i++) {
      house.world.next(ActionType.STOP_AND_QUARANTINE_FILE, FakeWorld.offline());
    }
    house.send(malware);
    record(malware, "gave-up");
  }

  @Test
  void stoppedWhileItWaits() {
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
    record(malware, "stopped-while-it-waits");
  }

  @Test
  void carried() {
    oddProcessWaits();
    house.outgrow(oddProcess);
    house.decide(oddProcess, Choice.APPROVE, "*");
    record(oddProcess, "carried");
  }

  private void fileLeadsToTwelveDevices() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.NO_THREATS_FOUND)
        .leading(
            downloadedFile(),
            IntStream.range(0, 12).mapToObj(Fixtures::device).toArray(Entity[]::new));
    house.send(malware);
    house.pending(malware, 1);
  }

  @Test
  void expansionApproved() {
    fileLeadsToTwelveDevices();
    house.decide(malware, Choice.APPROVE, "*");
    record(malware, "expansion-approved");
  }

  @Test
  void expansionSupersededThenExpired() {
    fileLeadsToTwelveDevices();
    var first = house.pending(malware, 1).getFirst().actionId();
    house.send(deviceAlert("a9", Severity.LOW, Fixtures.device(3)));
    until(
        () ->
            house.investigation(malware).pendingActions().stream()
                .noneMatch(p -> p.actionId().equals(first)));
    house.env.sleep(Duration.ofDays(8));
    record(malware, "expansion-superseded-then-expired");
  }

  @Test
  void indicators() {
    malwareOnLaptop();
    house.ledger.lists(
        new IndicatorMatch(
            downloadedFile().key(), "ind-1", IndicatorMatch.Effect.ALLOW, List.of(), "Ours"));
    house.send(malware);
    record(malware, "indicators");
  }

  @Test
  void excluded() {
    house.ledger.policy(
        Fixtures.policy(
            Fixtures.defaultLimits(),
            List.of(new Policy.Exclusion("temp", List.of("\\Windows\\Temp"), null, null, "Builds")),
            List.of()));
    house.world.judging(server(), Verdict.NO_THREATS_FOUND);
    house.send(oddProcess);
    record(oddProcess, "excluded");
  }

  @Test
  void suppressed() {
    house.ledger.policy(
        Fixtures.policy(
            Fixtures.defaultLimits(),
            List.of(),
            List.of(
                new Policy.Suppression(
                    "noise",
                    List.of("alert a1"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "Known"))));
    house.send(malware);
    record(malware, "suppressed");
  }

  @Test
  void classified() {
    oddProcessWaits();
    var about = Map.of("entityKey", processOnServer().key().value(), "by", "amy");
    house.untyped(oddProcess).signal("classify", about);
    var word = new HashMap<>(about);
    word.put("classification", "FALSE_POSITIVE");
    house.classify(oddProcess, FakeStarter.DANA, word);
    house.pending(oddProcess, 1);
    house.classify(
        oddProcess,
        FakeStarter.DANA,
        Map.of("alertId", "a2", "classification", "FALSE_POSITIVE", "by", "b"));
    record(oddProcess, "classified");
  }

  @Test
  void tooManyActions() {
    house.ledger.policy(Fixtures.policy(Fixtures.limits(10, 1), List.of(), List.of()));
    malwareOnLaptop();
    house.send(malware);
    record(malware, "too-many-actions");
  }

  @Test
  void queued() {
    malwareOnLaptop();
    house.ledger.hasNoRoom(3);
    house.send(malware);
    record(malware, "queued");
  }

  /** From here on the plan, the commands and the records name who does it. */
  @Test
  void approvedForOneConnector() {
    house.world.through("linux");
    oddProcessWaits();
    house.decide(oddProcess, Choice.APPROVE, "*");
    record(oddProcess, "approved-for-one-connector");
  }

  @Test
  void blockedByEach() {
    house.world.andEach("squid", "unbound");
    house.world.next(ActionType.BLOCK_URL, FakeWorld.refusal());
    phishWaits(5);
    house.pending(reportedPhish, 5).stream()
        .filter(p -> p.type() == ActionType.BLOCK_URL)
        .forEach(p -> house.decide(reportedPhish, Choice.APPROVE, p.actionId()));
    until(() -> house.world.effects().size() == 2);
    house.cancel(reportedPhish, FakeStarter.DANA, "false alarm", true);
    house.result(reportedPhish);
    record(reportedPhish, "blocked-by-each");
  }

  @Test
  void whoDoesItIsSettledBeforeAScanOrderedByHand() {
    house.world.through("linux");
    house
        .order("scan-1", new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK))
        .getResult(Outcome.class);
    record(WorkflowIds.remediation("scan-1"), "settled-before");
  }

  @Test
  void manualActionAndItsUndo() {
    var action = new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);
    house.order("act-1", action).getResult(Outcome.class);
    record("remediation/act-1", "succeeded");
    house.undo("act-1").getResult(Outcome.class);
    record("undo/act-1", "succeeded");
    house.undo("act-1").getResult(Outcome.class);
    record("undo/act-1", "undone-already");
  }

  @Test
  void manualActionOnADeviceThatIsAway() {
    house.world.next(
        ActionType.ISOLATE_DEVICE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "It is offline")),
        FakeWorld.offline());
    var action = new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);
    house.order("act-2", action).getResult(Outcome.class);
    record("remediation/act-2", "offline-then-back");
  }

  private DeviceAction isolation() {
    return new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);
  }

  @Test
  void proposals() {
    house.propose("act-3", isolation(), null);
    house.asked("act-3");
    house.client().newUntypedWorkflowStub("remediation/act-3").signal("decide", "just text");
    house
        .client()
        .newUntypedWorkflowStub("remediation/act-3")
        .update(
            "decide", dev.quaestor.approval.DecisionAnswer.class, decision(Choice.APPROVE, "*"));
    house.client().newUntypedWorkflowStub("remediation/act-3").getResult(Outcome.class);
    record("remediation/act-3", "proposed-and-approved");

    var release = new DeviceAction.ReleaseDevice(laptop());
    house.propose("act-4", release, "act-3");
    house.asked("act-4");
    house
        .client()
        .newUntypedWorkflowStub("remediation/act-4")
        .signal("decide", decision(Choice.APPROVE, "*"));
    house.client().newUntypedWorkflowStub("remediation/act-4").getResult(Outcome.class);
    record("remediation/act-4", "proposed-undo-approved-by-signal");
  }

  @Test
  void proposalsThatNeverRan() {
    house.propose("act-5", isolation(), null);
    house.asked("act-5");
    house.env.sleep(Duration.ofDays(8));
    house.client().newUntypedWorkflowStub("remediation/act-5").getResult(Outcome.class);
    record("remediation/act-5", "proposal-expired");

    house.propose("act-6", isolation(), null);
    house.asked("act-6");
    house
        .client()
        .newUntypedWorkflowStub("remediation/act-6")
        .signal(
            "cancel",
            house.signed(
                "remediation/act-6", new Withdrawal("ann", "mistake", null), FakeStarter.ANN));
    house.client().newUntypedWorkflowStub("remediation/act-6").getResult(Outcome.class);
    record("remediation/act-6", "proposal-withdrawn");

    house.world.offering();
    house.propose("act-7", isolation(), null).getResult(Outcome.class);
    record("remediation/act-7", "proposal-of-the-impossible");
  }
}
