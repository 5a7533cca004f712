package dev.quaestor.order;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.decision;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationActivities.Command;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is to do it is settled before it begins, and is the one that is asked ever after. */
class WhoDoesItTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final DeviceAction isolate =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);
  private final DeviceAction scan =
      new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK);

  @AfterEach
  void close() {
    house.close();
  }

  private List<@Nullable String> performedBy() {
    return house.world.performed().stream().<@Nullable String>map(Command::connector).toList();
  }

  @Test
  void whoHasPreparedItDoesItAndTakesItBackWhoeverComesFirstSince() {
    house.world.through("linux");
    house.order("act-1", isolate).getResult(Outcome.class);
    house.world.through("defender");

    house.undo("act-1").getResult(Outcome.class);

    assertThat(performedBy()).containsExactly("linux", "linux");
    assertThat(house.ledger.events(LedgerEvent.ActionPrepared.class))
        .extracting(LedgerEvent.ActionPrepared::connector)
        .containsExactly("linux");
  }

  /** A call that dies after it has acted is repeated, perhaps by a worker of another order. */
  @Test
  void whatNeedsNothingForItsUndoIsSettledBeforeItBeginsAsWell() {
    house.world.through("linux");
    house.world.next(
        ActionType.RUN_ANTIVIRUS_SCAN,
        () -> {
          house.world.through("defender");
          return house.world.actingAndDying().get();
        });

    assertThat(house.order("act-1", scan).getResult(Outcome.class).execution())
        .isEqualTo(Execution.SUCCEEDED);
    assertThat(performedBy()).containsExactly("linux", "linux");
    assertThat(house.world.preparedOf("act-1")).isOne();
  }

  @Test
  void whoeverDecidesIsToldWhoWouldDoItAndIsBoundToThat() {
    house.world.through("linux");
    var run = house.propose("act-1", isolate, null);

    var asked = house.asked("act-1");
    assertThat(asked.connector()).isEqualTo("linux");
    assertThat(house.ledger.events(LedgerEvent.ActionPlanned.class).getLast())
        .satisfies(planned -> assertThat(planned.connector()).isEqualTo("linux"))
        .satisfies(planned -> assertThat(planned.planHash()).isEqualTo(asked.planHash()));
    house.world.through("defender");
    run.update("decide", DecisionAnswer.class, decision(Choice.APPROVE, "act-1"));
    run.getResult(Outcome.class);

    assertThat(performedBy()).containsExactly("linux");
  }

  @Test
  void aCaseAsksForWhoKnowsTheThingAndThatOneDoesIt() {
    var alert = deviceAlert("a1", Severity.MEDIUM, server(), processOnServer(), fileOnServer());
    house
        .world
        .through("linux")
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.send(alert);

    var pending = house.pending(alert, 2);
    house.world.through("defender");
    house.decide(alert, Choice.APPROVE, "*");

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(pending).extracting(PendingAction::connector).containsOnly("linux");
    assertThat(performedBy()).isNotEmpty().containsOnly("linux");
    assertThat(house.ledger.events(LedgerEvent.ActionPrepared.class))
        .extracting(LedgerEvent.ActionPrepared::connector)
        .containsOnly("linux");
  }

  /** What a worker of 0.1.0 has looked at, and what was done under it, is found as it was then. */
  @Test
  void whatNobodyHasSettledGoesToWhoeverKnowsIt() {
    house.world.through(null);
    house.order("act-1", isolate).getResult(Outcome.class);
    house.undo("act-1").getResult(Outcome.class);

    assertThat(performedBy()).containsExactly(null, null);
    assertThat(house.world.preparedOf("undo-act-1")).isZero();
  }
}
