package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an undo is told, and what is seen of it afterwards. */
abstract class LedgerUndoContract extends LedgerFixture {

  private void planned(String id, RemediationAction action, Decision decision) {
    open("inv-1");
    tell("inv-1", plan(id, action, decision));
  }

  private void ended(RemediationAction action, Outcome outcome) {
    planned("a-1", action, new Decision.NotNeeded());
    tell("inv-1", new LedgerEvent.ActionProgressed("a-1", outcome));
  }

  private void undo(String stream, Outcome outcome) {
    tellOn(
        stream,
        "inv-1",
        new LedgerEvent.UndoRequested("a-1", stream, "olga", "wrong device", true),
        new LedgerEvent.UndoProgressed("a-1", stream, outcome));
  }

  private String why() {
    assertThat(ledger.brief("a-1")).isInstanceOf(UndoBrief.NotUndoable.class);
    return ((UndoBrief.NotUndoable) ledger.brief("a-1")).because();
  }

  private static UndoBrief.Undoable undoable(@Nullable String caseId) {
    return new UndoBrief.Undoable(
        isolate("d1"),
        new Receipt.State(false),
        caseId,
        List.of("a-1"),
        List.of(
            new UndoBrief.Ending(
                "a-1", caseId, caseId == null ? null : "investigation/" + caseId, List.of())));
  }

  private UndoState state() {
    return action("a-1").undo().state();
  }

  @Test
  void whatRanAndChangedSomethingCanBeUndone() {
    isolated("inv-1", "a-1");
    assertThat(state()).isEqualTo(UndoState.AVAILABLE);
    assertThat(ledger.brief("a-1")).isEqualTo(undoable("inv-1"));
  }

  private @Nullable String takenBackBy(String actionId) {
    return ((UndoBrief.Undoable) ledger.brief(actionId)).connector();
  }

  @Test
  void whoDidItIsOnRecordAndAloneTakesItBack() {
    open("inv-1");
    tell("inv-1", plan("a-1", isolate("d1"), new Decision.NotNeeded()).through("defender"));
    assertThat(action("a-1").plan().connector()).isEqualTo("defender");

    tell(
        "inv-1",
        new LedgerEvent.ActionPrepared("a-1", new Receipt.State(false), "linux"),
        new LedgerEvent.ActionProgressed("a-1", succeeded()));

    assertThat(action("a-1").plan().connector()).isEqualTo("linux");
    assertThat(takenBackBy("a-1")).isEqualTo("linux");
    assertThat(ledger.letGo(new LettingGo("a-1", "undo-a-1", "undo/a-1")))
        .isInstanceOfSatisfying(
            LetGo.TakeBack.class, yes -> assertThat(yes.how().connector()).isEqualTo("linux"));
  }

  /** Its connector may be configured again. */
  @Test
  void whatNobodyCouldTakeBackMayBeTriedAgain() {
    isolated("inv-1", "a-1");

    undo("undo/a-1/r", new Outcome.Unsupported("the connector linux is no longer configured"));

    assertThat(state()).isEqualTo(UndoState.FAILED);
    assertThat(state().mayBeTried()).isTrue();
    assertThat(ledger.brief("a-1")).isInstanceOf(UndoBrief.Undoable.class);
    undo("undo/a-1/r2", new Outcome.Succeeded(new Receipt.None(), "The device is free."));
    assertThat(state()).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void whatAWorkerOf010HasDoneIsTakenBackByWhoeverKnowsTheThing() {
    isolated("inv-1", "a-1");

    assertThat(action("a-1").plan().connector()).isNull();
    assertThat(takenBackBy("a-1")).isNull();
  }

  @Test
  void thatItIsNotSaidAtItsPreparationLeavesWhoItWasPlannedFor() {
    open("inv-1");
    tell(
        "inv-1",
        plan("a-1", isolate("d1"), new Decision.NotNeeded()).through("defender"),
        new LedgerEvent.ActionPrepared("a-1", new Receipt.State(false)),
        new LedgerEvent.ActionProgressed("a-1", succeeded()));

    assertThat(takenBackBy("a-1")).isEqualTo("defender");
  }

  @Test
  void aCaseThatGoesOnIsNamedToBeToldAndOneThatHasEndedIsNot() {
    isolated("inv-1", "a-1");
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.RUNNING, "It acts."));
    assertThat(runningAs()).isEqualTo("investigation/inv-1");

    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Done."));
    assertThat(runningAs()).isNull();
  }

  private @Nullable String runningAs() {
    return ((UndoBrief.Undoable) ledger.brief("a-1")).ends().getFirst().runningAs();
  }

  @Test
  void aCaseIsToldWhichOfItsActionsWereTakenBack() {
    isolated("inv-1", "a-1");
    tell("inv-1", plan("a-2", isolate("d2"), new Decision.NotNeeded()));
    assertThat(ledger.undone("inv-1")).isEmpty();

    undo("undo/a-1/r", new Outcome.Succeeded(new Receipt.None(), "The device is free."));

    assertThat(ledger.undone("inv-1")).containsExactly("a-1");
    assertThat(ledger.undone("inv-2")).isEmpty();
  }

  @Test
  void whatIsUnknownCannot() {
    assertThat(why()).isEqualTo("there is no action a-1");
  }

  @Test
  void whatNeverRanCannotAndTheReasonNamesTheDecision() {
    planned("a-1", isolate("d1"), pending(60));
    assertThat(why()).contains("still waiting for a decision");
    assertThat(state()).isEqualTo(UndoState.NOT_YET);
    tell("inv-1", new LedgerEvent.ActionDecided("a-1", decided(true, "ann")));
    assertThat(why()).contains("has not run yet");
    assertThat(state()).isEqualTo(UndoState.NOT_YET);
    tell("inv-1", new LedgerEvent.ActionDecided("a-1", decided(false, "ann")));
    assertThat(why()).contains("ann rejected it");
    assertThat(state()).isEqualTo(UndoState.NOT_UNDOABLE);
    tell("inv-1", new LedgerEvent.ActionDecided("a-1", new Decision.Expired(after(60))));
    assertThat(why()).contains("nobody decided in time");
    tell("inv-1", new LedgerEvent.ActionDecided("a-1", new Decision.Superseded(null, after(60))));
    assertThat(why()).contains("a newer plan took its place");
    assertThat(state()).isEqualTo(UndoState.NOT_UNDOABLE);
  }

  @Test
  void whatStillRunsOrWaitsCannot() {
    planned("a-1", isolate("d1"), new Decision.NotNeeded());
    tell("inv-1", new LedgerEvent.ActionPrepared("a-1", new Receipt.State(false)));
    assertThat(action("a-1").execution().status()).isEqualTo(Execution.RUNNING);
    assertThat(why()).contains("still running");
    tell(
        "inv-1",
        new LedgerEvent.ActionProgressed("a-1", new Outcome.Unfinished("t", true, "PC is off.")));
    assertThat(why()).contains("is waiting: PC is off.");
    assertThat(state()).isEqualTo(UndoState.NOT_YET);
    tell("inv-1", new LedgerEvent.ActionProgressed("a-1", new Outcome.Failed("OFF", "It is off.")));
    assertThat(state()).isEqualTo(UndoState.NOT_UNDOABLE);
  }

  @Test
  void whatHasNoInverseIsNeverToBeUndoneNotEvenBeforeItRan() {
    planned(
        "a-1",
        new DeviceAction.RunAntivirusScan(Device.ofId("d1"), DeviceAction.Scan.QUICK),
        pending(60));
    assertThat(state()).isEqualTo(UndoState.NOT_UNDOABLE);
  }

  @Test
  void whatFailedCannotAndSaysHow() {
    ended(isolate("d1"), new Outcome.Failed("DENIED", "The back end said no."));
    assertThat(why()).contains("it failed").contains("The back end said no.");
    assertThat(action("a-1").execution().failureCode()).isEqualTo("DENIED");
  }

  @Test
  void whatNothingCanDoCannot() {
    ended(isolate("d1"), new Outcome.Unsupported("No connector isolates."));
    assertThat(why()).contains("No connector isolates.");
  }

  @Test
  void whatChangedNothingCanOnlyBeLetGoOfBecauseAnythingElseWouldDoHarm() {
    ended(isolate("d1"), new Outcome.AlreadyInState("It was isolated before."));
    assertThat(ledger.brief("a-1")).isInstanceOf(UndoBrief.OnlyHeld.class);
    assertThat(state()).isEqualTo(UndoState.AVAILABLE);
  }

  @Test
  void aReceiptThatSaysNothingChangedIsBelieved() {
    ended(isolate("d1"), new Outcome.Succeeded(new Receipt.State(true), "It is isolated."));
    assertThat(why()).contains("changed nothing");
    assertThat(state()).isEqualTo(UndoState.NOT_UNDOABLE);
  }

  @Test
  void whatHasNoInverseCannot() {
    ended(
        new DeviceAction.RunAntivirusScan(Device.ofId("d1"), DeviceAction.Scan.QUICK),
        new Outcome.Succeeded(new Receipt.None(), "The scan finished."));
    assertThat(why())
        .isEqualTo("A scan cannot be undone, nor can what the antivirus removes on its own");
    assertThat(state()).isEqualTo(UndoState.NOT_UNDOABLE);
  }

  @Test
  void whatPartlySucceededCanBeUndoneForWhatItMoved() {
    var cluster =
        new MailCluster(
            new EntityKey("mail:1"),
            List.of(new MailCluster.Criterion("Subject", "Hi")),
            List.of(),
            2);
    var receipt =
        new Receipt.Messages(
            List.of(message("m1", MessageResult.MOVED), message("m2", MessageResult.FAILED)));
    ended(
        new EmailAction.SoftDeleteEmail(cluster),
        new Outcome.PartiallySucceeded(receipt, "1 of 2 messages moved."));

    assertThat(state()).isEqualTo(UndoState.AVAILABLE);
    assertThat(((UndoBrief.Undoable) ledger.brief("a-1")).receipt()).isEqualTo(receipt);
  }

  private static MovedMessage message(String id, MessageResult result) {
    return new MovedMessage(
        "ann@corp.example", id, null, "inbox", "Inbox", id, id + "-b", "deleted", result, null);
  }

  @Test
  void anUndoIsSeenFromItsRequestToItsEnd() {
    isolated("inv-1", "a-1");
    tellOn(
        "undo/a-1/r1", "inv-1", new LedgerEvent.UndoRequested("a-1", "u-1", "olga", "wrong", true));
    assertThat(state()).isEqualTo(UndoState.RUNNING);
    assertThat(why()).isEqualTo("an undo of it is already running, requested by olga");
    tellOn("undo/a-1/r1", "inv-1", new LedgerEvent.UndoProgressed("a-1", "u-1", succeeded()));
    assertThat(state()).isEqualTo(UndoState.UNDONE);
    assertThat(why()).contains("already been undone, requested by olga");
    assertThat(action("a-1").execution().status()).isEqualTo(Execution.SUCCEEDED);
    assertThat(
            meters
                .counter("quaestor.undos", "type", "ISOLATE_DEVICE", "outcome", "SUCCEEDED")
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatWasUndoneStaysUndoneWhateverAsksLater() {
    isolated("inv-1", "a-1");
    undo("undo/a-1/r1", new Outcome.AlreadyInState("It was free."));
    assertThat(state()).isEqualTo(UndoState.UNDONE);
    undo("undo/a-1/r2", new Outcome.Unsupported("It has already been undone."));
    assertThat(state()).isEqualTo(UndoState.UNDONE);
    assertThat(action("a-1").undo().sentence()).isEqualTo("It was free.");
  }

  @Test
  void anUndoThatFailedWhollyOrPartlyMayBeTriedAgain() {
    isolated("inv-1", "a-1");
    undo("undo/a-1/r1", new Outcome.Failed("AWAY", "The device is off."));
    assertThat(state()).isEqualTo(UndoState.FAILED);
    assertThat(action("a-1").undo().sentence()).isEqualTo("The device is off.");
    assertThat(ledger.brief("a-1")).isInstanceOf(UndoBrief.Undoable.class);
    undo("undo/a-1/r2", new Outcome.PartiallySucceeded(new Receipt.None(), "Half of it."));
    assertThat(state()).isEqualTo(UndoState.FAILED);
    undo("undo/a-1/r3", succeeded());
    assertThat(state()).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void aManualActionWithoutACaseIsUndoneTheSameWay() {
    tellOn(
        "remediation/a-1/r",
        null,
        plan("a-1", isolate("d1"), decided(true, "bob")),
        new LedgerEvent.ActionProgressed("a-1", succeeded()));
    assertThat(ledger.brief("a-1")).isEqualTo(undoable(null));
    tellOn(
        "undo/a-1/r",
        null,
        new LedgerEvent.UndoRequested("a-1", "u-1", "bob", null, true),
        new LedgerEvent.UndoProgressed("a-1", "u-1", succeeded()));
    assertThat(state()).isEqualTo(UndoState.UNDONE);
  }

  /** Asks as the undo workflow does, after its own request is recorded. */
  public static final class AsksForABrief implements UndoWorkflow {
    private final ActionCenterActivities actionCenter =
        Workflow.newActivityStub(
            ActionCenterActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build());

    @Override
    public Outcome undo(Request request) {
      return switch (actionCenter.brief(request.actionId())) {
        case UndoBrief.Undoable b -> new Outcome.Succeeded(b.receipt(), "undoable");
        case UndoBrief.OnlyHeld b -> new Outcome.AlreadyInState("It was so.");
        case UndoBrief.NotUndoable b -> new Outcome.Unsupported(b.because());
      };
    }
  }

  @Test
  void anUndoIsNotRefusedBecauseOfItselfNorOfARunOfItThatWasKilled() {
    isolated("inv-1", "a-1");
    tellOn("undo/a-1/r1", "inv-1", new LedgerEvent.UndoRequested("a-1", "u-1", "olga", null, true));
    var client =
        WorkflowClientOptions.newBuilder().setDataConverter(QuaestorJson.dataConverter()).build();
    try (var temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(client).build())) {
      var worker = temporal.newWorker("q");
      worker.registerWorkflowImplementationTypes(AsksForABrief.class);
      worker.registerActivitiesImplementations(ledger);
      temporal.start();
      assertThat(undoBy(temporal, "undo/a-1")).isInstanceOf(Outcome.Succeeded.class);
      assertThat(undoBy(temporal, "undo/a")).isInstanceOf(Outcome.Unsupported.class);
    }
  }

  private static Outcome undoBy(TestWorkflowEnvironment temporal, String workflowId) {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(
            UndoWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue("q").setWorkflowId(workflowId).build())
        .undo(new UndoWorkflow.Request("a-1", null, null));
  }

  @Test
  void whatMayHaveTakenEffectCanBeUndoneOnceThatWasLookedAt() {
    ended(isolate("d1"), new Outcome.Unknown(new Receipt.State(false), "It is not shown."));

    assertThat(state()).isEqualTo(UndoState.AVAILABLE);
    assertThat(((UndoBrief.Undoable) ledger.brief("a-1")).left().unsure()).isTrue();
  }

  private List<String> toReview() {
    return ledger.cases(new CaseFilter(null, null, null, true, null, null, 0, 10)).items().stream()
        .map(CaseRow::investigationId)
        .toList();
  }

  @Test
  void aCaseWhoseUndoFailedIsForAPersonToReviewUntilItIsUndone() {
    isolated("inv-1", "a-1");
    tell(
        "inv-1",
        new LedgerEvent.StatusChanged(InvestigationStatus.TERMINATED_BY_USER, "Stopped by ann"));
    assertThat(toReview()).isEmpty();

    undo("undo/a-1/r", new Outcome.Failed("REJECTED", "The back end said no."));
    assertThat(toReview()).containsExactly("inv-1");
    assertThat(ledger.caseRow("inv-1").orElseThrow().attention()).isTrue();

    undo("undo/a-1/s", new Outcome.Succeeded(new Receipt.None(), "The device is free."));
    assertThat(toReview()).isEmpty();
    assertThat(ledger.caseRow("inv-1").orElseThrow().attention()).isFalse();
  }
}
