package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A case that outgrows its history goes on in a new run, and nothing is lost over it. */
class ContinueAsNewTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert oddProcess =
      deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());

  @BeforeEach
  void twoActionsWait() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    house.send(oddProcess);
    house.pending(oddProcess, 2);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void whatWaitedStillWaitsTheSameAndCanBeDecided() {
    var before = house.investigation(oddProcess).report();
    var pending = house.pending(oddProcess, 2);

    house.outgrow(oddProcess);

    assertThat(house.pending(oddProcess, 2)).isEqualTo(pending);
    assertThat(house.investigation(oddProcess).report()).isEqualTo(before);
    house.decide(oddProcess, Choice.APPROVE, "*");
    assertThat(house.result(oddProcess).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void theLedgerIsToldEverythingOnceWithoutAGap() {
    house.outgrow(oddProcess);
    house.decide(oddProcess, Choice.REJECT, "*");
    house.result(oddProcess);

    var numbers = house.ledger.numbers(house.investigation(oddProcess).report().investigationId());
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class)).hasSize(1);
    assertThat(house.ledger.events(LedgerEvent.ActionPlanned.class)).hasSize(2);
    assertThat(house.ledger.events(LedgerEvent.MessageIgnored.class)).hasSize(6);
    assertThat(house.ledger.events(LedgerEvent.ActionDecided.class)).hasSize(2);
  }

  @Test
  void aDeadlineKeepsItsMomentOverTheNewRun() {
    house.env.sleep(Duration.ofDays(5));
    house.outgrow(oddProcess);

    house.env.sleep(Duration.ofDays(2).plusMinutes(5));

    assertThat(house.result(oddProcess).state())
        .isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(house.world.effects()).isEmpty();
  }

  @Test
  void theSameAlertAgainIsStillKnownInTheNewRun() {
    house.outgrow(oddProcess);

    var again = house.send(oddProcess);

    assertThat(again.joined()).isTrue();
    assertThat(again.investigationId())
        .isEqualTo(house.investigation(oddProcess).report().investigationId());
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class)).hasSize(1);
  }
}
