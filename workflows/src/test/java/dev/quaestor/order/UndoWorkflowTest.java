package dev.quaestor.order;

import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phishCluster;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking one action back. */
class UndoWorkflowTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final DeviceAction isolate =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);

  @AfterEach
  void close() {
    house.close();
  }

  private void done(String actionId, RemediationAction action) {
    house.order(actionId, action).getResult(Outcome.class);
  }

  private Outcome undo(String actionId) {
    return house.undo(actionId).getResult(Outcome.class);
  }

  @Test
  void undoRunsTheInverseVerifiesAndRecordsIt() {
    done("act-1", isolate);

    assertThat(undo("act-1").execution()).isEqualTo(Execution.SUCCEEDED);

    assertThat(house.world.effects())
        .containsExactly(
            "ISOLATE_DEVICE laptop-7.contoso.example", "RELEASE_DEVICE laptop-7.contoso.example");
    assertThat(house.ledger.events(LedgerEvent.UndoRequested.class))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.requestedBy()).isEqualTo(Fixtures.APPROVER);
              assertThat(r.comment()).isEqualTo("mistake");
            });
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class)).hasSize(1);
  }

  @Test
  void undoingAgainAnswersWhatStandsAndDoesNothing() {
    done("act-1", isolate);
    undo("act-1");

    assertThat(undo("act-1")).isEqualTo(new Outcome.Unsupported("It is undone already"));
    assertThat(house.world.effects()).hasSize(2);
    assertThat(house.ledger.events(LedgerEvent.UndoRequested.class)).hasSize(1);
  }

  @Test
  void aSecondClickWhileTheFirstRunsJoinsIt() {
    done("act-1", isolate);
    house.world.next(
        ActionType.RELEASE_DEVICE,
        FakeWorld.answer(new Outcome.Unfinished("ticket-9", false, "It takes long")));
    for (var i = 0; i < 50; i++) {
      house.world.next(ActionType.RELEASE_DEVICE, FakeWorld.offline());
    }

    var first = house.undo("act-1");
    until(() -> !house.ledger.events(LedgerEvent.UndoProgressed.class).isEmpty());
    var second = house.undo("act-1");

    assertThat(second.getExecution()).isEqualTo(first.getExecution());
    assertThat(second.getResult(Outcome.class)).isEqualTo(first.getResult(Outcome.class));
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void whatIsNotUndoableSaysWhyAndChangesNothing() {
    done("act-1", new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK));

    assertThat(undo("act-1"))
        .isEqualTo(new Outcome.Unsupported("It changed nothing that could be undone"));
    assertThat(undo("act-unknown")).isEqualTo(new Outcome.Unsupported("It never ran"));
    assertThat(house.world.effects()).hasSize(1);
    assertThat(house.ledger.events(LedgerEvent.UndoRequested.class)).isEmpty();
  }

  @Test
  void anUndoThatFailedCanBeTriedAgainAsItsOwnActionOnTheBackEnd() {
    done("act-1", isolate);
    house.world.next(ActionType.RELEASE_DEVICE, FakeWorld.refusal());

    assertThat(undo("act-1").execution()).isEqualTo(Execution.FAILED);
    assertThat(undo("act-1").execution()).isEqualTo(Execution.SUCCEEDED);

    assertThat(
            house.world.performed().stream()
                .filter(c -> c.action().type() == ActionType.RELEASE_DEVICE)
                .map(RemediationActivities.Command::actionId))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith("undo-act-1-"));
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class))
        .extracting(u -> u.outcome().execution())
        .containsExactly(Execution.FAILED, Execution.SUCCEEDED);
  }

  @Test
  void undoOfPartlyMovedMailMovesBackExactlyThatWhichWasMoved() {
    var moved = message("<phish-1@evil.example>", Receipt.MessageResult.MOVED);
    house.world.next(
        ActionType.SOFT_DELETE_EMAIL,
        FakeWorld.answer(
            new Outcome.PartiallySucceeded(
                new Receipt.Messages(
                    List.of(
                        moved,
                        message("<phish-2@evil.example>", Receipt.MessageResult.GONE),
                        message("<phish-3@evil.example>", Receipt.MessageResult.FAILED),
                        message("<phish-4@evil.example>", Receipt.MessageResult.ALREADY_THERE))),
                "1 of 4 messages")));
    done("act-1", new EmailAction.SoftDeleteEmail(phishCluster()));

    undo("act-1");

    assertThat(house.world.performed().getLast().action())
        .isEqualTo(new EmailAction.RestoreEmail(phishCluster(), List.of(moved)));
  }

  private static Receipt.MovedMessage message(String id, Receipt.MessageResult result) {
    return new Receipt.MovedMessage(
        "megan@contoso.example", id, null, "f-1", "Inbox", "i-1", "i-2", "f-2", result, null);
  }

  @Test
  void cancellingAnUndoThatWaitsTakesItBackFromTheBackEndAndRecordsThat() {
    done("act-1", isolate);
    waitingForever(ActionType.RELEASE_DEVICE);
    var undo = house.undo("act-1");
    until(() -> !house.ledger.events(LedgerEvent.UndoProgressed.class).isEmpty());

    undo.cancel();

    assertThatThrownBy(() -> undo.getResult(Outcome.class)).hasMessageContaining("cancelled");
    assertThat(house.world.abandoned()).containsExactly("ticket-9");
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class).getLast().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("STOPPED"));
  }

  private void waitingForever(ActionType type) {
    house.world.next(
        type, FakeWorld.answer(new Outcome.Unfinished("ticket-9", true, "It is offline")));
    for (var i = 0; i < 2000; i++) {
      house.world.next(type, FakeWorld.offline());
    }
  }

  @Test
  void anUndoThatHadEndedWhenItWasStoppedIsSaidToBeDone() {
    done("act-1", isolate);
    waitingForever(ActionType.RELEASE_DEVICE);
    house.world.stopping(
        FakeWorld.answer(new Outcome.Succeeded(new Receipt.None(), "Seen on the back end")));
    var undo = house.undo("act-1");
    until(() -> !house.ledger.events(LedgerEvent.UndoProgressed.class).isEmpty());

    undo.cancel();

    assertThatThrownBy(() -> undo.getResult(Outcome.class)).hasMessageContaining("cancelled");
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class).getLast().outcome())
        .isInstanceOf(Outcome.Succeeded.class);
  }

  /** Else the second is taken for the first, which has ended, and does and records nothing. */
  @Test
  void twoTriesOfOneMinuteAreTwo() {
    assertThat(UndoWorkflowImpl.ofTry("act-1", "019ad2f0-1b3c-7d4e-8f50-112233445566"))
        .isNotEqualTo(UndoWorkflowImpl.ofTry("act-1", "019ad2f0-9b3c-7d4e-8f50-665544332211"))
        .startsWith("undo-act-1-");
  }
}
