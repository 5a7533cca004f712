package dev.quaestor.authority;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.call.OrderAdmission;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.investigation.CarriedCase;
import dev.quaestor.investigation.InvestigationWorkflow;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody reaches Temporal itself, with no starter in between, under the shipped policy's word.
 */
class AdversaryTest {
  private final TemporalHouse house =
      new TemporalHouse(
          Fixtures.policy(
              Policy.Unsigned.REFUSE,
              new Policy.Guardrails(List.of(), 100),
              Fixtures.defaultLimits()));

  private final Alert oddProcess = deviceAlert("a2", Severity.MEDIUM, laptop(), oddOnLaptop());
  private final Alert malware = deviceAlert("a1", Severity.MEDIUM, laptop(), downloadedFile());
  private final DeviceAction isolate =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);

  @AfterEach
  void close() {
    house.close();
  }

  private static Entity oddOnLaptop() {
    return new dev.quaestor.entity.ProcessArtifact(
        Fixtures.LAPTOP_ID, 4712L, null, "powershell -enc SQBFAFgA", null, "CONTOSO\\meg");
  }

  private void oddProcessWaits() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(oddOnLaptop(), Verdict.SUSPICIOUS);
    house.send(oddProcess);
    house.pending(oddProcess, 1);
  }

  private String ignored() {
    until(() -> !house.ledger.events(LedgerEvent.MessageIgnored.class).isEmpty());
    return house.ledger.events(LedgerEvent.MessageIgnored.class).getLast().why();
  }

  private void closes(Alert alert) {
    house.cancel(alert, FakeStarter.ANN, "the test is over", false);
    house.result(alert);
  }

  private static Alert saying(String id, ReportedVerdict verdict, Entity... entities) {
    var alert = deviceAlert(id, Severity.HIGH, entities);
    return new Alert(
        alert.alertId(),
        alert.source(),
        alert.correlationKey(),
        alert.title(),
        alert.description(),
        alert.severity(),
        alert.category(),
        alert.techniques(),
        alert.detectionSource(),
        alert.createdAt(),
        null,
        Arrays.stream(entities).map(e -> Evidence.named(e, id, verdict)).toList());
  }

  // ---- signals

  @Test
  void anUnsignedClassificationDoesNothingAndIsOnRecordWhateverItSaysOfThat() {
    oddProcessWaits();

    house
        .untyped(oddProcess)
        .signal(
            "classify",
            Map.of(
                "entityKey",
                oddOnLaptop().key().value(),
                "classification",
                "TRUE_POSITIVE",
                "by",
                "admin",
                "recorded",
                true));

    assertThat(ignored()).contains("not signed");
    assertThat(house.pending(oddProcess, 1)).hasSize(1);
    assertThat(house.world.effects()).isEmpty();
    closes(oddProcess);
  }

  @Test
  void anUnsignedCancelNeitherStopsNorUndoesAnything() {
    malwareWaitsForAnother();
    var effects = house.world.effects();

    house
        .untyped(malware)
        .signal("cancel", Map.of("requestedBy", "admin", "comment", "x", "rollback", true));

    assertThat(ignored()).contains("not signed");
    assertThat(house.investigation(malware).report().state())
        .isEqualTo(InvestigationStatus.PENDING_APPROVAL);
    assertThat(house.world.effects()).isEqualTo(effects);
    closes(malware);
  }

  @Test
  void anUnsignedCancelThatSaysNothingOrNamesAnotherCaseIsOnRecordAsWell() {
    malwareWaitsForAnother();

    house.untyped(malware).signal("cancel");
    house
        .untyped(malware)
        .signal("cancel", Map.of("requestedBy", "admin", "investigationId", "inv-other"));

    until(() -> house.ledger.events(LedgerEvent.MessageIgnored.class).size() == 2);
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class))
        .allSatisfy(e -> assertThat(e.message()).isEqualTo("cancel"));
    assertThat(house.ledger.events(LedgerEvent.CancelRequested.class)).isEmpty();
    closes(malware);
  }

  private void malwareWaitsForAnother() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS)
        .judging(oddOnLaptop(), Verdict.SUSPICIOUS);
    house.send(deviceAlert("a1", Severity.MEDIUM, laptop(), downloadedFile(), oddOnLaptop()));
    until(() -> house.world.effects().size() == 2);
    house.pending(malware, 1);
  }

  @Test
  void anUnsignedDecisionByUpdateOrSignalDecidesNothing() {
    oddProcessWaits();
    var id = house.pending(oddProcess, 1).getFirst().actionId();

    var answer = house.decide(oddProcess, Choice.APPROVE, id);
    house.untyped(oddProcess).signal("decide", TemporalHouse.decision(Choice.APPROVE, "*"));

    assertThat(answer.items().getFirst().result()).isEqualTo(DecisionAnswer.Result.UNSIGNED);
    assertThat(ignored()).contains("not signed");
    assertThat(house.world.effects()).isEmpty();
    closes(oddProcess);
  }

  @Test
  void aSignedDecisionOfAnotherAreaDecidesNothing() {
    oddProcessWaits();
    var id = house.pending(oddProcess, 1).getFirst().actionId();
    var mail = FakeStarter.approverOf(Area.EMAIL);

    var answer =
        house
            .investigation(oddProcess)
            .decide(
                house.signed(
                    "investigation/dev-1",
                    new DecisionMessage(
                        List.of(id), Choice.APPROVE, "eve", null, null, "dec-1", null),
                    mail));

    assertThat(answer.items().getFirst().result()).isEqualTo(DecisionAnswer.Result.NOT_ALLOWED);
    assertThat(house.world.effects()).isEmpty();
    closes(oddProcess);
  }

  @Test
  void aSignedWordIsHeardOnceAndInNoOtherCase() {
    oddProcessWaits();
    var word = Map.of("entityKey", oddOnLaptop().key().value(), "classification", "FALSE_POSITIVE");
    var signed = house.classification(oddProcess, FakeStarter.DANA, word);
    house.untyped(oddProcess).signal("classify", signed);
    until(() -> house.investigation(oddProcess).pendingActions().isEmpty());
    house.result(oddProcess);
    house.send(deviceAlert("a3", Severity.MEDIUM, laptop(), oddOnLaptop()));
    house.pending(oddProcess, 1);

    house.untyped(oddProcess).signal("classify", signed);

    assertThat(ignored()).contains("another investigation");
    var now = house.classification(oddProcess, FakeStarter.DANA, new HashMap<>(word));
    house.untyped(oddProcess).signal("classify", now);
    house.result(oddProcess);
  }

  // ---- starts

  @Test
  void aForgedOrderDoesNothingAndNamesNobody() {
    var run = house.start(TemporalHouse.anOrder("act-1", isolate, "by admin", false, null));

    assertThat(run.getResult(Outcome.class))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo(OrderAdmission.NOT_TAKEN));
    assertThat(house.world.effects()).isEmpty();
    assertThat(house.ledger.events(LedgerEvent.ActionPlanned.class)).isEmpty();
    assertThat(ignored()).contains("not signed");
  }

  @Test
  void anOrderInTheNameOfSomebodyWhoMayNotIsAProposal() {
    house.start(TemporalHouse.anOrder("act-1", isolate, "now", false, null), FakeStarter.ANN);

    assertThat(house.asked("act-1").actionId()).isEqualTo("act-1");
    assertThat(house.world.effects()).isEmpty();
    house.client().newUntypedWorkflowStub(WorkflowIds.remediation("act-1")).cancel();
  }

  @Test
  void aSignedOrderThatIsSentAgainRunsOnce() {
    var order =
        house.signed(
            WorkflowIds.remediation("act-1"),
            TemporalHouse.anOrder("act-1", isolate, "now", false, null),
            FakeStarter.DANA);
    house.start(order).getResult(Outcome.class);
    var effects = house.world.effects();

    var again = house.start(order).getResult(Outcome.class);

    assertThat(again.execution()).isEqualTo(Execution.FAILED);
    assertThat(house.world.performed()).hasSize(1);
    assertThat(house.world.effects()).isEqualTo(effects);
  }

  @Test
  void anOrderThatWasSignedLongBeforeTheStartDoesNothing() {
    var order =
        house.signed(
            WorkflowIds.remediation("act-1"),
            TemporalHouse.anOrder("act-1", isolate, "now", false, null),
            FakeStarter.DANA);
    house.env.sleep(Duration.ofHours(1));

    assertThat(house.start(order).getResult(Outcome.class).execution()).isEqualTo(Execution.FAILED);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void aForgedUndoTakesNothingBack() {
    house.order("act-1", isolate).getResult(Outcome.class);

    var outcome =
        house.start(new UndoWorkflow.Request("act-1", "by admin", null)).getResult(Outcome.class);

    assertThat(outcome.execution()).isEqualTo(Execution.FAILED);
    assertThat(house.world.effects()).hasSize(1);
    assertThat(house.ledger.events(LedgerEvent.UndoRequested.class)).isEmpty();
  }

  @Test
  void anApproverOfAnotherAreaTakesNothingBack() {
    house.order("act-1", isolate).getResult(Outcome.class);

    var outcome = house.undo("act-1", FakeStarter.approverOf(Area.EMAIL)).getResult(Outcome.class);

    assertThat(outcome.execution()).isEqualTo(Execution.FAILED);
    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void aCaseThatIsWrittenIntoAStartIsNotBelieved() {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId("investigation/dev-1")
            .setTaskQueue(TaskQueues.INVESTIGATION)
            .build();
    var stub = house.client().newWorkflowStub(InvestigationWorkflow.class, options);

    WorkflowClient.start(stub::investigate, CarriedCase.start());

    assertThat(stub.report().actions()).isEmpty();
    assertThat(stub.report().investigationId()).isNotEqualTo("inv-1");
    assertThat(house.world.effects()).isEmpty();
    house.untyped(malware).cancel();
  }

  // ---- alerts

  @Test
  void nothingRunsByItselfOnAnUnsignedAlertThoughTheEngineFindsItMalicious() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS);

    house.send(new AlertMessage(malware));

    assertThat(house.pending(malware, 2))
        .extracting(p -> p.because())
        .containsOnly("It rests on the word of someone who may not order it");
    assertThat(house.world.effects()).isEmpty();
    until(() -> !house.ledger.events(LedgerEvent.AlertAdded.class).isEmpty());
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class).getFirst().postedBy()).isNull();
    closes(malware);
  }

  @Test
  void anAlertThatWritesItsOwnLeaveIsNotBelieved() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS);
    var sealed = house.signed("investigation/dev-2", new AlertMessage(malware), FakeStarter.SENSOR);

    house.send(sealed);

    house.pending(malware, 2);
    assertThat(house.world.effects()).isEmpty();
    assertThat(ignored())
        .startsWith("Nobody vouches for it. Its signature was not made for this message");
    closes(malware);
  }

  @Test
  void anAlertThatSaysMoreOfItselfThanIntakeLetsAnyIsRefused() {
    var vast =
        new Alert(
            "a1",
            malware.source(),
            malware.correlationKey(),
            "t".repeat(1_000_000),
            null,
            Severity.HIGH,
            null,
            List.of(),
            null,
            null,
            null,
            List.of(Evidence.named(laptop(), "a1", null)));

    assertThatThrownBy(() -> house.send(vast))
        .hasStackTraceContaining("It is not an alert that can be investigated");
  }

  @Test
  void anAnalystsAlertWaitsForSomebodyWhoMayAndASensorsRuns() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS);
    house.send(malware, FakeStarter.ANN);
    house.pending(malware, 2);
    assertThat(house.world.effects()).isEmpty();

    house.send(deviceAlert("a7", Severity.MEDIUM, laptop(), downloadedFile()));

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void anApproverOfMailCausesNothingOnADeviceByAnAlert() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS);

    house.send(malware, FakeStarter.approverOf(Area.EMAIL));

    house.pending(malware, 2);
    assertThat(house.world.effects()).isEmpty();
    closes(malware);
  }

  @Test
  void anAnalystsVerdictOnWhatASensorNamedWaits() {
    oddProcessWaits();

    house.classify(
        oddProcess,
        FakeStarter.ANN,
        Map.of("entityKey", oddOnLaptop().key().value(), "classification", "TRUE_POSITIVE"));

    until(
        () ->
            house.investigation(oddProcess).pendingActions().stream()
                .anyMatch(p -> p.verdict() == Verdict.MALICIOUS));
    assertThat(house.world.effects()).isEmpty();
    closes(oddProcess);
  }

  @Test
  void anApproversVerdictOnWhatASensorNamedRuns() {
    oddProcessWaits();

    house.classify(
        oddProcess,
        FakeStarter.approverOf(Area.DEVICE),
        Map.of("entityKey", oddOnLaptop().key().value(), "classification", "TRUE_POSITIVE"));

    assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void whoMayNotActDoesNotTakeBackTheWordOfWhoMay() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(oddOnLaptop(), Verdict.SUSPICIOUS);
    house.send(
        deviceAlert("a2", Severity.LOW, laptop(), server(), oddOnLaptop(), processOnServer()));
    house.pending(oddProcess, 2);
    var key = oddOnLaptop().key().value();
    house.classify(
        oddProcess,
        FakeStarter.approverOf(Area.DEVICE),
        Map.of("entityKey", key, "classification", "FALSE_POSITIVE"));
    house.classify(
        oddProcess, FakeStarter.ANN, Map.of("entityKey", key, "classification", "TRUE_POSITIVE"));

    until(() -> house.ledger.events(LedgerEvent.Classified.class).size() == 2);
    assertThat(house.investigation(oddProcess).report().evidence())
        .filteredOn(a -> a.key().value().equals(key))
        .extracting(a -> a.verdict())
        .containsExactly(Verdict.NO_THREATS_FOUND);
    assertThat(house.world.effects()).isEmpty();
    closes(oddProcess);
  }

  @Test
  void aBlockOfAnApproverOfMailStopsNoFileByItself() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.UNKNOWN);
    house.ledger.lists(
        new IndicatorMatch(
            downloadedFile().key(),
            "ind-1",
            IndicatorMatch.Effect.BLOCK,
            List.of(),
            "We know it",
            Remit.of(List.of(Area.EMAIL))));

    house.send(malware);

    house.pending(malware, 2);
    assertThat(house.world.effects()).isEmpty();
    closes(malware);
  }

  @Test
  void aVerdictThatAPersonWroteIntoAnAlertAddsNothingToASensorsOwn() {
    oddProcessWaits();
    var word = new ReportedVerdict("me", Verdict.MALICIOUS, null);

    house.send(saying("a9", word, laptop(), oddOnLaptop()), FakeStarter.ANN);

    until(() -> house.ledger.events(LedgerEvent.AlertAdded.class).size() == 2);
    house.pending(oddProcess, 1);
    assertThat(house.world.effects()).isEmpty();
    closes(oddProcess);
  }

  // ---- undo by cancelling

  @Test
  void rollbackUndoesOnlyWhatItsAuthorMayUndo() {
    malwareWaitsForAnother();
    var before = house.world.effects();

    house.cancel(malware, FakeStarter.ANN, "roll it back", true);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
    assertThat(house.world.effects()).isEqualTo(before);
    assertThat(house.ledger.events(LedgerEvent.CancelRequested.class).getFirst().verified())
        .isTrue();
  }

  @Test
  void whatARollbackLeavesIsInTheLogWithTheReason() {
    malwareWaitsForAnother();

    house.cancel(malware, FakeStarter.ANN, "roll it back", true);
    house.result(malware);

    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class))
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(e.message()).isEqualTo("cancel");
              assertThat(e.what()).startsWith("Rollback of act-");
              assertThat(e.why())
                  .isEqualTo(
                      FakeStarter.ANN.name()
                          + " may not undo DEVICE actions, so it was left in place");
            });
  }

  // ---- guardrails

  @Test
  void aDeviceWhoseGroupNobodyConfirmsWaitsAtFullAutomation() {
    house.world.blindTo(laptop()).judging(downloadedFile(), Verdict.MALICIOUS);

    house.send(malware);

    assertThat(house.pending(malware, 2))
        .extracting(p -> p.because())
        .containsOnly(
            "No back end has confirmed which device this is and to which group it belongs");
    assertThat(house.world.effects()).isEmpty();
    closes(malware);
  }

  @Test
  void nobodyIsOnRecordAsVerifiedWhoWasNot() {
    oddProcessWaits();
    var answer =
        house
            .investigation(oddProcess)
            .decide(
                new DecisionMessage(
                    List.of("*"), Choice.APPROVE, "admin", null, null, null, "Zm9yZ2Vk.Zm9yZ2Vk"));

    assertThat(answer.items())
        .extracting("result")
        .containsOnly(DecisionAnswer.Result.BAD_SIGNATURE);
    closes(oddProcess);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class))
        .extracting(LedgerEvent.ActionDecided::decision)
        .allSatisfy(
            d -> assertThat(((Decision.ByPerson) d).approver()).isEqualTo(FakeStarter.ANN.name()));
  }
}
