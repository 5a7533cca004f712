package dev.quaestor.order;

import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.TemporalHouse.decision;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Left;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.entity.Device;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.LedgerEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A state that several actions want ends with the last of them. */
class HoldsTest {
  private static final String ISOLATED = "ISOLATE_DEVICE laptop-7.contoso.example";
  private static final String RELEASED = "RELEASE_DEVICE laptop-7.contoso.example";

  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final DeviceAction isolate =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);

  @AfterEach
  void close() {
    house.close();
  }

  private Outcome order(String actionId) {
    return house.order(actionId, isolate).getResult(Outcome.class);
  }

  private Outcome undo(String actionId) {
    return house.undo(actionId).getResult(Outcome.class);
  }

  /** The second finds what the first has done. */
  private void isolatedTwice() {
    order("act-1");
    house.world.next(
        ActionType.ISOLATE_DEVICE, FakeWorld.answer(new Outcome.AlreadyInState("It is isolated")));
    order("act-2");
  }

  @Test
  void whatOthersWantIsLetGoOfAndLeftAsItIs() {
    isolatedTwice();

    var outcome = undo("act-1");

    assertThat(outcome).isEqualTo(new Outcome.HeldByOthers(List.of(new Holder("act-2", null))));
    assertThat(outcome.sentence()).contains("act-2");
    assertThat(house.world.effects()).containsExactly(ISOLATED);
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class))
        .extracting(u -> u.outcome().execution())
        .containsExactly(Execution.HELD_BY_OTHERS);
  }

  @Test
  void theLastToLetGoTakesItBackForAllThatDidBefore() {
    isolatedTwice();
    undo("act-1");

    assertThat(undo("act-2").execution()).isEqualTo(Execution.SUCCEEDED);

    assertThat(house.world.effects()).containsExactly(ISOLATED, RELEASED);
    assertThat(
            house.ledger.events(LedgerEvent.UndoProgressed.class).stream()
                .filter(u -> u.outcome().execution() == Execution.SUCCEEDED)
                .map(LedgerEvent.UndoProgressed::actionId))
        .containsExactlyInAnyOrder("act-1", "act-2");
  }

  @Test
  void whatOthersWantOfManyIsLeftAndTheRestTakenBack() {
    order("act-1");
    house.ledger.leavesSomeTo(new Holder("act-2", "inv-2"));

    var outcome = undo("act-1");

    assertThat(house.world.effects()).containsExactly(ISOLATED, RELEASED);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.HeldByOthers.class, held -> assertThat(held.partly()).isNotNull());
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class))
        .extracting(u -> u.outcome().execution())
        .containsExactly(Execution.HELD_BY_OTHERS);
  }

  @Test
  void whatFoundItSoLetsGoWithoutTakingItFromWhoeverDidIt() {
    isolatedTwice();

    assertThat(undo("act-2").execution()).isEqualTo(Execution.HELD_BY_OTHERS);
    assertThat(undo("act-1").execution()).isEqualTo(Execution.SUCCEEDED);

    assertThat(house.world.effects()).containsExactly(ISOLATED, RELEASED);
  }

  @Test
  void aProposedUndoIsTheSameUndo() {
    isolatedTwice();
    var proposal = house.propose("act-3", new DeviceAction.ReleaseDevice(laptop()), "act-1");
    house.asked("act-3");
    proposal.update("decide", DecisionAnswer.class, decision(Choice.APPROVE, "act-3"));

    assertThat(proposal.getResult(Outcome.class).execution()).isEqualTo(Execution.HELD_BY_OTHERS);
    assertThat(house.world.effects()).containsExactly(ISOLATED);
    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class))
        .extracting(LedgerEvent.UndoProgressed::actionId)
        .containsExactly("act-1");
  }

  @Test
  void whatSomebodyElseChangedSinceIsLeftAndMayBeTriedAgain() {
    order("act-1");
    house.world.next(
        ActionType.RELEASE_DEVICE, FakeWorld.answer(new Outcome.ChangedSince("Olga isolated it")));

    assertThat(undo("act-1")).isEqualTo(new Outcome.ChangedSince("Olga isolated it"));
    assertThat(house.world.effects()).containsExactly(ISOLATED);

    assertThat(undo("act-1").execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void theInverseIsToldWhatWasLeftAndByWhom() {
    order("act-1");

    undo("act-1");

    assertThat(house.world.performed().getLast().left())
        .isEqualTo(new Left(List.of("act-1"), new Receipt.State(false)));
  }

  @Test
  void whatIsFoundWhileItIsBeingTakenBackIsLookedAtAgain() {
    house.ledger.isContested(1);
    house.world.next(
        ActionType.ISOLATE_DEVICE, FakeWorld.answer(new Outcome.AlreadyInState("It is isolated")));

    assertThat(order("act-1").execution()).isEqualTo(Execution.SUCCEEDED);

    assertThat(house.world.effects()).containsExactly(ISOLATED);
  }

  /** One case names the machine, the other has its id. */
  @Test
  void whatOneKnowsByNameAndAnotherByItsIdIsTheSame() {
    var byName = new Device(null, "LAPTOP-7", null, null, List.of(), List.of());
    house.world.knows(byName, Device.ofId(laptop().deviceId()));
    house
        .order("act-1", new DeviceAction.IsolateDevice(byName, DeviceAction.Isolation.FULL))
        .getResult(Outcome.class);
    house.world.next(
        ActionType.ISOLATE_DEVICE, FakeWorld.answer(new Outcome.AlreadyInState("It is isolated")));
    order("act-2");

    assertThat(undo("act-1"))
        .isEqualTo(new Outcome.HeldByOthers(List.of(new Holder("act-2", null))));
    assertThat(undo("act-2").execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void anUndoThatEndsItBeforeTheNameIsKnownMakesItLookAgain() {
    var byName = new Device(null, "LAPTOP-7", null, null, List.of(), List.of());
    house.world.knows(byName, Device.ofId(laptop().deviceId()));
    house.world.next(
        ActionType.ISOLATE_DEVICE, FakeWorld.answer(new Outcome.AlreadyInState("It is isolated")));

    var outcome =
        house
            .order("act-2", new DeviceAction.IsolateDevice(byName, DeviceAction.Isolation.FULL))
            .getResult(Outcome.class);

    assertThat(outcome.execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(house.world.effects()).containsExactly("ISOLATE_DEVICE LAPTOP-7");
  }

  /** Somebody outside has isolated it, releases it, and then ours isolates it. */
  @Test
  void whatFoundWhatNobodyOfOursDidLetsGoAndChangesNothing() {
    house.world.next(
        ActionType.ISOLATE_DEVICE, FakeWorld.answer(new Outcome.AlreadyInState("It is isolated")));
    order("act-1");

    var outcome = undo("act-1");

    assertThat(outcome.execution()).isEqualTo(Execution.ALREADY_IN_STATE);
    assertThat(outcome.sentence()).contains("no longer holds it");
    assertThat(house.world.effects()).isEmpty();
    order("act-2");
    assertThat(undo("act-2").execution()).isEqualTo(Execution.SUCCEEDED);
    assertThat(house.world.effects()).containsExactly(ISOLATED, RELEASED);
  }

  private List<LedgerEvent.UndoProgressed> toldOver(String by) {
    return house.ledger.events(LedgerEvent.UndoProgressed.class).stream()
        .filter(u -> u.undoId().equals(by))
        .toList();
  }

  @Test
  void anOrderThatEndsAStateIsToldAtAllThatWantedIt() {
    isolatedTwice();

    house.order("act-3", new DeviceAction.ReleaseDevice(laptop())).getResult(Outcome.class);

    assertThat(house.world.effects()).containsExactly(ISOLATED, RELEASED);
    assertThat(toldOver("act-3"))
        .extracting(LedgerEvent.UndoProgressed::actionId)
        .containsExactly("act-1", "act-2");
    assertThat(toldOver("act-3").getFirst().outcome())
        .isEqualTo(
            new Outcome.AlreadyInState(
                "act-3 ended it: Release device from isolation: laptop-7.contoso.example"));
    order("act-4");
    assertThat(undo("act-4").execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void anOrderThatFoundItEndedIsToldAsWell() {
    order("act-1");
    house.world.next(
        ActionType.RELEASE_DEVICE, FakeWorld.answer(new Outcome.AlreadyInState("It is free")));

    house.order("act-2", new DeviceAction.ReleaseDevice(laptop())).getResult(Outcome.class);

    assertThat(toldOver("act-2")).hasSize(1);
  }

  @Test
  void anOrderThatFailedEndsNothing() {
    order("act-1");
    house.world.next(ActionType.RELEASE_DEVICE, FakeWorld.refusal());

    house.order("act-2", new DeviceAction.ReleaseDevice(laptop())).getResult(Outcome.class);

    assertThat(toldOver("act-2")).isEmpty();
  }

  /** Somebody outside has released it meanwhile. */
  @Test
  void whoeverHadToBringItAboutAnewTellsThoseWhoseStateHadEnded() {
    isolatedTwice();

    order("act-3");

    assertThat(toldOver("act-3"))
        .extracting(LedgerEvent.UndoProgressed::actionId)
        .containsExactly("act-1", "act-2");
    assertThat(undo("act-3").execution()).isEqualTo(Execution.SUCCEEDED);
  }

  @Test
  void whatIsKnownByANameOnlyIsEndedByItsId() {
    order("act-1");
    var byName = new Device(null, "LAPTOP-7", null, null, List.of(), List.of());
    house.world.knows(byName, Device.ofId(laptop().deviceId()));

    house.order("act-2", new DeviceAction.ReleaseDevice(byName)).getResult(Outcome.class);

    assertThat(toldOver("act-2")).hasSize(1);
  }

  /** Until it was looked at again nobody knew whether it was isolated before or meanwhile. */
  @Test
  void whoeverLearnsByWhichNameOthersHoldItLooksAgainBeforeItSaysThatTheirsHadEnded() {
    order("act-1");
    var byName = new Device(null, "LAPTOP-7", null, null, List.of(), List.of());
    house.world.knows(byName, Device.ofId(laptop().deviceId()));

    house
        .order("act-2", new DeviceAction.IsolateDevice(byName, DeviceAction.Isolation.FULL))
        .getResult(Outcome.class);

    assertThat(toldOver("act-2")).hasSize(1);
    assertThat(house.world.preparedOf("act-2")).isEqualTo(2);
  }

  @Test
  void anUndoTellsNobodyElseThatItEndedWhatIsTheirs() {
    order("act-1");

    undo("act-1");

    assertThat(house.ledger.events(LedgerEvent.UndoProgressed.class)).hasSize(1);
  }

  @Test
  void whatFailedHoldsNothing() {
    order("act-1");
    house.world.next(ActionType.ISOLATE_DEVICE, FakeWorld.refusal());
    order("act-2");

    assertThat(undo("act-1").execution()).isEqualTo(Execution.SUCCEEDED);
  }
}
