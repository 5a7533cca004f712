package dev.quaestor.order;

import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.TemporalHouse.decision;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EveryAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody who may not order an action proposes to those who may. */
class ProposalTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final DeviceAction isolate =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);

  @AfterEach
  void close() {
    house.close();
  }

  private WorkflowStub proposed(String actionId) {
    var stub = house.propose(actionId, isolate, null);
    house.asked(actionId);
    return stub;
  }

  private LedgerEvent.ActionPlanned planned() {
    return house.ledger.events(LedgerEvent.ActionPlanned.class).getLast();
  }

  private Decision decided() {
    return house.ledger.events(LedgerEvent.ActionDecided.class).getLast().decision();
  }

  @Test
  void aProposalWaitsAndRunsOnceItIsApproved() {
    house.world.judging(laptop(), Verdict.SUSPICIOUS);
    var run = proposed("act-1");

    assertThat(planned().decision().status()).isEqualTo(DecisionStatus.PENDING);
    assertThat(house.asked("act-1").verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(house.world.effects()).isEmpty();
    var answer = run.update("decide", DecisionAnswer.class, decision(Choice.APPROVE, "act-1"));

    assertThat(answer.items().getFirst().result()).isEqualTo(DecisionAnswer.Result.ACCEPTED);
    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(house.ledger.events())
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly("ActionPlanned", "ActionDecided", "ActionPrepared", "ActionProgressed");
    assertThat(house.world.effects()).hasSize(1);
  }

  @Test
  void whatCannotBeDoneEndsBeforeAnybodyIsAsked() {
    house
        .world
        .offering(ActionType.RUN_ANTIVIRUS_SCAN)
        .withholding(new Withheld(ActionType.ISOLATE_DEVICE, "It is not onboarded"));

    assertThat(house.propose("act-1", isolate, null).getResult(Outcome.class))
        .isEqualTo(new Outcome.Unsupported("It is not onboarded"));
    assertThat(house.ledger.events()).hasSize(1);
    assertThat(planned().unsupported()).isEqualTo("It is not onboarded");
    assertThat(planned().decision().status()).isEqualTo(DecisionStatus.NOT_NEEDED);
  }

  @Test
  void whatCannotBeDoneIsKeptUnderTheNameThatTheBackEndHas() {
    var called = new Device(laptop().deviceId(), "harmless", null, null, List.of(), List.of());
    house
        .world
        .knowing(laptop())
        .offering(ActionType.RUN_ANTIVIRUS_SCAN)
        .withholding(new Withheld(ActionType.ISOLATE_DEVICE, "It is not onboarded"));

    house
        .propose("act-1", new DeviceAction.IsolateDevice(called, DeviceAction.Isolation.FULL), null)
        .getResult(Outcome.class);

    assertThat(planned().action().summary()).endsWith(": " + laptop().label());
  }

  @Test
  void anUndoIsAskedForUnderTheNameOfTheDevice() {
    var byId = Device.ofId(String.valueOf(laptop().deviceId()));
    house.world.knowing(laptop());
    house.order("act-1", isolate).getResult(Outcome.class);
    var run = house.propose("act-2", new DeviceAction.ReleaseDevice(byId), "act-1");

    assertThat(house.asked("act-2").summary()).contains(": " + laptop().label());
    run.update("decide", DecisionAnswer.class, decision(Choice.REJECT, "act-2"));
  }

  @Test
  void aBackEndThatIsAwayLeavesNobodyAskedAndSaysWhy() {
    house.world.offering().blindTo(laptop());

    assertThat(house.propose("act-1", isolate, null).getResult(Outcome.class))
        .isEqualTo(new Outcome.Unsupported("It could not be asked."));
  }

  @Test
  void whatIsNotThereEndsBeforeAnybodyIsAsked() {
    var nobody = new Outcome.Unsupported("The directory has no such user");
    house.world.checking(() -> new Preparation.Refused(nobody));

    assertThat(house.propose("act-1", isolate, null).getResult(Outcome.class)).isEqualTo(nobody);
    assertThat(planned().unsupported()).isEqualTo("The directory has no such user");
    assertThat(house.ledger.events()).hasSize(1);
  }

  @Test
  void whatTheBackEndHasNotFoundEndsBeforeAnybodyIsAsked() {
    house.world.checking(
        () -> {
          throw ApplicationFailure.newNonRetryableFailure("no such thing", "NOT_FOUND");
        });

    assertThat(house.propose("act-1", isolate, null).getResult(Outcome.class))
        .isEqualTo(new Outcome.Unsupported("no such thing"));
  }

  @Test
  void whatNobodyCouldLookForOrIsSoAlreadyIsAskedAbout() {
    house.world.checking(
        () -> {
          throw ApplicationFailure.newFailure("away", "BACK_END_DOWN");
        });
    proposed("act-1");
    assertThat(planned().decision().status()).isEqualTo(DecisionStatus.PENDING);

    house.world.checking(() -> new Preparation.Refused(new Outcome.AlreadyInState("isolated")));
    proposed("act-2");
    assertThat(planned().decision().status()).isEqualTo(DecisionStatus.PENDING);
  }

  @Test
  void theApproverReadsWhatSpeaksAgainstIt() {
    house.world.withholding(
        Withheld.unlessAgreed(ActionType.ISOLATE_DEVICE, "It is the only one of its kind"),
        Withheld.unlessTold(ActionType.BLOCK_URL, "It lapses"));

    proposed("act-1");

    assertThat(house.asked("act-1").because())
        .isEqualTo(
            "Proposed by %s. Note: It is the only one of its kind"
                .formatted("ann@contoso.example"));
    assertThat(planned().because()).isEqualTo(house.asked("act-1").because());
  }

  @Test
  void theApproverSeesTheTargetAsTheBackEndKnowsIt() {
    var bare = Device.ofId(Fixtures.LAPTOP_ID);
    house.world.knowing(laptop());

    house.propose("act-1", new DeviceAction.ReleaseDevice(bare), null);

    assertThat(house.asked("act-1").target()).isEqualTo(laptop());
    assertThat(planned().action()).isEqualTo(new DeviceAction.ReleaseDevice(laptop()));
  }

  @Test
  void whatIsProposedByAnyNameOfADeviceIsAskedOfTheDeviceThatItsBackEndKnows() {
    var byName = Device.ofId("laptop-7");
    house.world.confirming(byName, laptop()).judging(byName, Verdict.SUSPICIOUS);

    house.propose(
        "act-1", new DeviceAction.IsolateDevice(byName, DeviceAction.Isolation.FULL), null);

    var asked = house.asked("act-1");
    assertThat(planned().action().subject()).isEqualTo(isolate.subject());
    assertThat(asked.target().key()).isEqualTo(laptop().key());
    assertThat(Objects.requireNonNull(asked.device()).group())
        .isEqualTo(laptop().group())
        .isNotNull();
    assertThat(asked.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(asked.reasons()).isNotEmpty();
  }

  @Test
  void whatIsProposedForAFileSaysOnWhichDeviceItLies() {
    var file = Fixtures.downloadedFile();
    var elsewhere = file.movedTo("laptop-7");
    house.world.confirming(Device.ofId("laptop-7"), laptop());

    house.propose("act-1", new DeviceAction.StopAndQuarantineFile(elsewhere), null);

    assertThat(Objects.requireNonNull(house.asked("act-1").device()).group())
        .isEqualTo(laptop().group());
    assertThat(planned().action().target().key()).isEqualTo(file.movedTo(laptop().handle()).key());
    assertThat(planned().seen()).hasSize(2);
  }

  @Test
  void aDeviceThatNobodyConfirmsSaysNothingInPlaceOfTheFileOnIt() {
    var file = Fixtures.downloadedFile();
    house.world.judging(file, Verdict.MALICIOUS).blindTo(laptop());

    house.propose("act-1", new DeviceAction.StopAndQuarantineFile(file), null);

    var asked = house.asked("act-1");
    assertThat(asked.verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(asked.reasons()).extracting(PendingAction.Reason::sentence).contains("It is bad.");
    assertThat(planned().seen())
        .extracting(a -> a.key())
        .containsExactly(file.key(), laptop().key());
  }

  @Test
  void aRejectedProposalNeverRuns() {
    var run = proposed("act-1");

    run.update("decide", DecisionAnswer.class, decision(Choice.REJECT, "act-1"));

    assertThat(run.getResult(Outcome.class))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            f -> assertThat(f.code()).isEqualTo(RemediationWorkflow.NOT_APPROVED));
    assertThat(decided().status()).isEqualTo(DecisionStatus.REJECTED);
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class)).isEmpty();
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void noAnswerByTheDeadlineMeansNo() {
    var run = proposed("act-1");
    house.env.sleep(Duration.ofDays(8));

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.FAILED);
    assertThat(decided().status()).isEqualTo(DecisionStatus.EXPIRED);
    assertThat(house.world.effects()).isEmpty();
  }

  /** The workflow is kept by what it still has to record, and does not see its timer fire. */
  @Test
  void anApprovalAfterTheDeadlineRunsNothingThoughNobodySawTheDeadlinePass() {
    house.ledger.policy(Fixtures.expiringAfter(Duration.ofSeconds(90)));
    var run = proposed("act-1");
    house.ledger.recordsNothing(3);
    run.signal("decide", "just text");
    until(() -> house.ledger.refused() > 0);
    house.env.sleep(Duration.ofSeconds(100));

    run.signal("decide", decision(Choice.APPROVE, "act-1"));

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.FAILED);
    assertThat(decided().status()).isEqualTo(DecisionStatus.EXPIRED);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void aProposalIsWithdrawnBySignalAndSaysByWhom() {
    var run = proposed("act-1");
    run.signal("cancel", Map.of("comment", "nobody says this"));
    run.signal(
        "cancel",
        house.signed(
            "remediation/act-1", new Withdrawal("ann", "the wrong device", null), FakeStarter.ANN));

    run.getResult(Outcome.class);

    assertThat(decided())
        .isInstanceOfSatisfying(
            Decision.ByPerson.class,
            by -> {
              assertThat(by.approver()).isEqualTo("ann@contoso.example");
              assertThat(by.verified()).isTrue();
              assertThat(by.comment()).isEqualTo("Withdrawn: the wrong device");
              assertThat(ApprovalRules.describe(by)).startsWith("withdrawn by ");
            });
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class)).hasSize(1);
  }

  @Test
  void aCancelledWorkflowIsNobodysWithdrawalAndIsRecorded() {
    var run = proposed("act-1");

    run.cancel();

    assertThatThrownBy(() -> run.getResult(Outcome.class)).hasMessageContaining("cancelled");
    assertThat(decided())
        .isInstanceOfSatisfying(
            Decision.Superseded.class,
            s -> {
              assertThat(s.by()).isNull();
              assertThat(s.because()).contains("cancelled in Temporal");
            });
  }

  @Test
  void aSignalFromTheTemporalUiDecidesAndWhatIsNoDecisionIsRecorded() {
    var run = proposed("act-1");
    run.signal("decide", "just text");
    until(() -> house.ledger.events(LedgerEvent.MessageIgnored.class).size() == 1);
    run.signal("decide", decision(Choice.APPROVE, "*"));

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void anUnusableUpdateIsRefusedAndChangesNothing() {
    var run = proposed("act-1");

    assertThatThrownBy(() -> run.update("decide", DecisionAnswer.class, decision(Choice.APPROVE)))
        .hasStackTraceContaining("actionIds is missing or empty");
    assertThat(house.asked("act-1").actionId()).isEqualTo("act-1");
  }

  @Test
  void theSecondDecisionIsAnsweredWithTheFirst() {
    house.world.next(
        ActionType.ISOLATE_DEVICE,
        dev.quaestor.fixtures.FakeWorld.answer(
            new Outcome.Unfinished("ticket-1", true, "It is offline")),
        dev.quaestor.fixtures.FakeWorld.offline());
    var run = proposed("act-1");
    run.update("decide", DecisionAnswer.class, decision(Choice.APPROVE, "act-1"));

    var second = run.update("decide", DecisionAnswer.class, decision(Choice.REJECT, "act-1"));

    assertThat(second.items().getFirst().result()).isEqualTo(DecisionAnswer.Result.ALREADY_DECIDED);
    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void anApprovedUndoIsRecordedAtTheActionThatItTakesBack() {
    house.order("act-1", isolate).getResult(Outcome.class);
    var run = house.propose("act-2", new DeviceAction.ReleaseDevice(laptop()), "act-1");
    house.asked("act-2");

    run.update("decide", DecisionAnswer.class, decision(Choice.APPROVE, "act-2"));
    run.getResult(Outcome.class);

    assertThat(planned().undoes()).isEqualTo("act-1");
    var undone = house.ledger.events(LedgerEvent.UndoProgressed.class);
    assertThat(undone).hasSize(1);
    assertThat(undone.getFirst().actionId()).isEqualTo("act-1");
    assertThat(undone.getFirst().undoId()).isEqualTo("act-2");
    assertThat(undone.getFirst().outcome().execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void nobodyIsAskedToTakeBackWhatCannotBe() {
    var run = house.propose("act-2", new DeviceAction.ReleaseDevice(laptop()), "act-none");

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.UNSUPPORTED);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class)).isEmpty();
  }

  @Test
  void everyActionKeepsItsParametersOnATargetThatIsKnownBetter() {
    for (var type : ActionType.values()) {
      var action = EveryAction.of(type);
      var refined = action.on(action.target());
      assertThat(refined).isEqualTo(action);
    }
    assertThat(List.of(isolate.on(Device.ofId("another")))).containsExactly(isolate);
  }
}
