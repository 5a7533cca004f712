package dev.quaestor.order;

import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.TemporalHouse.decision;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One action that a person ordered by hand. */
class RemediationWorkflowTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final DeviceAction isolate =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);

  @AfterEach
  void close() {
    house.close();
  }

  private void waitingForever(ActionType type) {
    house.world.next(
        type, FakeWorld.answer(new Outcome.Unfinished("ticket-9", true, "It is offline")));
    for (var i = 0; i < 2000; i++) {
      house.world.next(type, FakeWorld.offline());
    }
  }

  @Test
  void aManualActionIsRecordedAsOrderedPreparedAndEndedOnce() {
    var outcome = house.order("act-1", isolate).getResult(Outcome.class);

    assertThat(outcome.execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(house.ledger.events())
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly("ActionPlanned", "ActionPrepared", "ActionProgressed");
    var planned = house.ledger.events(LedgerEvent.ActionPlanned.class).getFirst();
    assertThat(planned.requestedBy()).isEqualTo(Fixtures.APPROVER);
    assertThat(planned.decision().status().name()).isEqualTo("APPROVED");
  }

  @Test
  void anOrderOnAFileThatItsBackEndTrustsWaitsForAnotherWordThatIsTold() {
    var warning = "The file is validly signed by Contoso, seen on 2400311 machines worldwide";
    house.world.withholding(
        Withheld.unlessAgreed(ActionType.STOP_AND_QUARANTINE_FILE, warning),
        Withheld.unlessAgreed(ActionType.DELETE_FILE, warning));
    var run = house.order("act-1", new DeviceAction.StopAndQuarantineFile(downloadedFile()));

    assertThat(house.asked("act-1").because())
        .isEqualTo(
            "Ordered by %s. Note: %s. Note: %s"
                .formatted(
                    Fixtures.APPROVER,
                    warning,
                    "The name and the folder were given with the request; the file is identified by"
                        + " its hash"));
    assertThat(house.world.effects()).isEmpty();
    run.update("decide", DecisionAnswer.class, decision(Choice.APPROVE, "act-1"));

    assertThat(run.getResult(Outcome.class).execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void anOrderOnAListOfMessagesThatNobodyCouldConfirmWaitsForAnotherWord() {
    var list =
        new MailCluster(
            Fixtures.phish().key(),
            List.of(MailCluster.Field.SENDER_ADDRESS.is("alerts@evil.example")),
            List.of(new MailCluster.Member("megan@contoso.example", null, "<1@x>", null)),
            1);
    house.world.withholding(
        Withheld.unlessAgreed(ActionType.SOFT_DELETE_EMAIL, "It could not be searched"));
    var run = house.order("act-1", new EmailAction.SoftDeleteEmail(list));

    assertThat(house.asked("act-1").because()).endsWith("Note: It could not be searched");
    assertThat(house.world.effects()).isEmpty();
    run.update("decide", DecisionAnswer.class, decision(Choice.REJECT, "act-1"));
  }

  @Test
  void anOrderOnAnyOtherFileRunsAtOnceThoughNobodyCouldLookAtIt() {
    var quarantine = new DeviceAction.StopAndQuarantineFile(downloadedFile());

    assertThat(house.order("act-1", quarantine).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    house.world.offering();
    assertThat(house.order("act-2", quarantine).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class)).isEmpty();
  }

  @Test
  void aManualActionThatNoConnectorCanDoEndsAsUnsupported() {
    house.world.next(
        ActionType.ISOLATE_DEVICE, FakeWorld.answer(new Outcome.Unsupported("No connector")));
    assertThat(house.order("act-1", isolate).getResult(Outcome.class))
        .isEqualTo(new Outcome.Unsupported("No connector"));
  }

  @Test
  void aManualActionThatIsRefusedEndsAsFailedAndNotAsAFailedWorkflow() {
    house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.refusal());
    assertThat(house.order("act-1", isolate).getResult(Outcome.class))
        .isEqualTo(new Outcome.Failed("REJECTED", "The back end said REJECTED"));
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class)).hasSize(1);
  }

  @Test
  void aManualActionOnADeviceThatIsAwaySaysSoAndRunsWhenItIsBack() {
    house.world.next(
        ActionType.ISOLATE_DEVICE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", true, "It is offline")),
        FakeWorld.offline(),
        FakeWorld.offline());

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class))
        .extracting(p -> p.outcome().execution())
        .containsExactly(Execution.WAITING_FOR_RESOURCE, Execution.SUCCEEDED);
  }

  @Test
  void aBackEndThatWantsToBeLeftAloneIsLeftAloneForAsLongAsItSays() {
    var asked = new CopyOnWriteArrayList<Instant>();
    var hour = Duration.ofHours(1);
    house.world.next(
        ActionType.ISOLATE_DEVICE,
        FakeWorld.throttled(hour, () -> asked.add(house.now())),
        FakeWorld.throttled(hour, () -> asked.add(house.now())),
        FakeWorld.throttled(hour, () -> asked.add(house.now())));

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);

    assertThat(asked).hasSize(3);
    for (var i = 1; i < asked.size(); i++) {
      assertThat(Duration.between(asked.get(i - 1), asked.get(i))).isGreaterThanOrEqualTo(hour);
    }
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class))
        .extracting(p -> p.outcome().execution())
        .containsExactly(Execution.WAITING_FOR_RESOURCE, Execution.SUCCEEDED);
  }

  @Test
  void whatIsAwayBeforeAnythingIsDoneIsSaidWithItsReasonAndTheNextTimeAndOnlyOnce() {
    var ordered = house.now();
    house.world.notPreparing(30, FailureType.RESOURCE_AWAY, null);

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);

    var waits = waits();
    assertThat(waits).hasSize(1);
    assertThat(waits.getFirst().event().outcome().sentence())
        .startsWith("The back end said RESOURCE_AWAY; it is tried again at least once a minute")
        .contains("until 20");
    assertThat(waits.getFirst().at()).isBefore(ordered.plusSeconds(10));
  }

  @Test
  void howLongABackEndWantsToBeLeftAloneIsSaidBeforeItIsWaitedFor() {
    var ordered = house.now();
    house.world.notPreparing(1, FailureType.THROTTLED, Duration.ofSeconds(30));

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);

    var waits = waits();
    assertThat(waits).hasSize(1);
    assertThat(waits.getFirst().event().outcome().sentence())
        .startsWith("The back end said THROTTLED; it is tried again at 20");
    assertThat(waits.getFirst().at()).isBefore(ordered.plusSeconds(10));
  }

  @Test
  void whatIsDownWhileItActsIsSaidToo() {
    for (var i = 0; i < 10; i++) {
      house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.down());
    }

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);

    assertThat(waits()).hasSize(1);
  }

  @Test
  void ofAHiccupNobodyIsTold() {
    house.world.notPreparing(1, FailureType.BACK_END_DOWN, null);

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);

    assertThat(waits()).isEmpty();
  }

  private record Told(LedgerEvent.ActionProgressed event, Instant at) {}

  private List<Told> waits() {
    return house.ledger.entries().stream()
        .flatMap(
            e ->
                e.event() instanceof LedgerEvent.ActionProgressed p
                        && p.outcome().execution() == Execution.WAITING_FOR_RESOURCE
                    ? Stream.of(new Told(p, e.at()))
                    : Stream.<Told>of())
        .toList();
  }

  @Test
  void cancellingAManualActionThatWaitsTakesItBackFromTheBackEndAndRecordsThat() {
    waitingForever(ActionType.ISOLATE_DEVICE);
    var run = house.order("act-1", isolate);
    until(() -> !house.ledger.events(LedgerEvent.ActionProgressed.class).isEmpty());

    run.cancel();

    assertThatThrownBy(() -> run.getResult(Outcome.class)).hasMessageContaining("cancelled");
    assertThat(house.world.abandoned()).containsExactly("ticket-9");
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class)).hasSize(2);
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class).getLast().outcome())
        .isInstanceOf(Outcome.Failed.class);
  }

  private static final Receipt BEFORE = new Receipt.State(false);

  private static Supplier<Outcome> unseen() {
    return FakeWorld.answer(new Outcome.Unknown(BEFORE, "It is not shown"));
  }

  @Test
  void whatTheBackEndTookAndDoesNotShowIsLookedForAgain() {
    house.world.next(ActionType.ISOLATE_DEVICE, unseen(), unseen(), unseen());

    assertThat(house.order("act-1", isolate).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);

    assertThat(house.world.performed())
        .extracting(RemediationActivities.Command::begun)
        .containsExactly(false, true, true, true);
    assertThat(waits().getFirst().event().outcome().sentence())
        .startsWith("It is not shown; it is looked for again until 20");
  }

  @Test
  void whatIsNotSeenForAWhileIsUnknownAndNoFailure() {
    for (var i = 0; i < 200; i++) {
      house.world.next(ActionType.ISOLATE_DEVICE, unseen());
    }
    var ordered = house.now();

    assertThat(house.order("act-1", isolate).getResult(Outcome.class))
        .isEqualTo(new Outcome.Unknown(BEFORE, "It is not shown"));
    assertThat(ended("remediation/act-1"))
        .isBetween(ordered.plusSeconds(120), ordered.plusSeconds(900));
  }

  /** By its history: once nobody waits for anything, the house's own time may leap ahead. */
  private Instant ended(String workflowId) {
    var last = house.client().fetchHistory(workflowId).getHistory().getEventsList().getLast();
    return Instant.ofEpochSecond(last.getEventTime().getSeconds());
  }

  @Test
  void aRefusalOnceTheBackEndMayHaveTakenItIsNoFailure() {
    house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.lostSight());
    for (var i = 0; i < 200; i++) {
      house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.refusal());
    }

    assertThat(house.order("act-1", isolate).getResult(Outcome.class))
        .isEqualTo(new Outcome.Unknown(BEFORE, "The back end said REJECTED"));
  }

  @Test
  void aRefusalAfterABackEndThatWasDownBeforeItTookAnythingIsAFailure() {
    house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.down(), FakeWorld.refusal());

    assertThat(house.order("act-1", isolate).getResult(Outcome.class))
        .isInstanceOf(Outcome.Failed.class);
  }

  private Outcome stoppedWhileItWaits() {
    waitingForever(ActionType.ISOLATE_DEVICE);
    var run = house.order("act-1", isolate);
    until(() -> !house.ledger.events(LedgerEvent.ActionProgressed.class).isEmpty());
    run.cancel();
    assertThatThrownBy(() -> run.getResult(Outcome.class)).hasMessageContaining("cancelled");
    return house.ledger.events(LedgerEvent.ActionProgressed.class).getLast().outcome();
  }

  @Test
  void whatHadEndedWhenItWasStoppedIsSaidToBeDone() {
    var done = new Outcome.Succeeded(BEFORE, "Seen on the back end");
    house.world.stopping(FakeWorld.answer(done));

    assertThat(stoppedWhileItWaits()).isEqualTo(done);
  }

  @Test
  void whatGoesOnThoughItWasStoppedIsUnknownAndCanBeTakenBack() {
    house.world.stopping(FakeWorld.answer(new Outcome.Unknown(null, "It is in progress")));

    assertThat(stoppedWhileItWaits())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            either -> {
              assertThat(either.receipt()).isEqualTo(BEFORE);
              assertThat(either.sentence())
                  .startsWith("It was stopped before the back end finished")
                  .endsWith("It is in progress");
            });
  }

  @Test
  void whatNobodyCouldStopIsUnknownAndCanBeTakenBack() {
    house.world.stopping(FakeWorld.refusal());

    assertThat(stoppedWhileItWaits())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, either -> assertThat(either.receipt()).isEqualTo(BEFORE));
  }

  @Test
  void cancellingWhatWaitsForABackEndEndsItAtOnceAndNothingWasBegun() {
    house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.throttled(Duration.ofHours(1), () -> {}));
    isStoppedAtOnce();
  }

  @Test
  void cancellingWhatIsTriedAgainAndAgainEndsItAtOnceToo() {
    for (var i = 0; i < 5000; i++) {
      house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.down());
    }
    isStoppedAtOnce();
  }

  private void isStoppedAtOnce() {
    var run = house.order("act-1", isolate);
    until(() -> !house.ledger.events(LedgerEvent.ActionProgressed.class).isEmpty());

    run.cancel();

    assertThatThrownBy(() -> run.getResult(Outcome.class)).hasMessageContaining("cancelled");
    assertThat(house.world.effects()).isEmpty();
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class).getLast().outcome())
        .isEqualTo(
            new Outcome.Failed(
                "STOPPED", "It was stopped before anything was begun; nothing was changed"));
  }
}
