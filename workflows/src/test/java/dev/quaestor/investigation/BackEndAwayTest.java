package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.Pasted;
import dev.quaestor.board.AwaitedLook;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Could not look is not looked: what a case does while a back end is away. */
class BackEndAwayTest {
  private static final int ALWAYS = 100_000;
  private static final long YEAR = Duration.ofDays(365).toSeconds();

  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert malware = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile());

  @AfterEach
  void close() {
    house.close();
  }

  private List<LedgerEvent.StatusChanged> told(InvestigationStatus status) {
    return house.ledger.events(LedgerEvent.StatusChanged.class).stream()
        .filter(s -> s.status() == status)
        .toList();
  }

  @Test
  void whatIsKnownIsActedOnAndTheRestLookedAtWhenItsBackEndIsBack() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS)
        .judging(phishUrl(), Verdict.NO_THREATS_FOUND)
        .awayFrom(phishUrl(), 3);
    var alert = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile(), phishUrl());

    house.send(alert);

    until(() -> house.world.effects().size() == 2);
    assertThat(house.investigation(alert).report().state().ended()).isFalse();
    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(report.evidence()).isNotEmpty().allMatch(a -> a.examined());
    assertThat(report.awaited()).isEmpty();
    assertThat(told(InvestigationStatus.PENDING_RESOURCE))
        .hasSize(3)
        .allSatisfy(
            s ->
                assertThat(s.because())
                    .startsWith("1 of 3 pieces of evidence could not be examined")
                    .contains("the back end is down", "the next attempt is at 20"))
        .doesNotHaveDuplicates();
  }

  @Test
  void anActionOnADeviceThatNobodyCouldConfirmWaitsAndRunsByItselfOnceItIsConfirmed() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS)
        .awayFrom(laptop(), 1);

    house.send(malware);

    house.pending(malware, 2);
    assertThat(house.world.effects()).isEmpty();
    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(told(InvestigationStatus.PENDING_APPROVAL))
        .singleElement()
        .satisfies(s -> assertThat(s.because()).contains("could not be examined"));
    assertThat(house.world.effects()).hasSize(2);
  }

  @Test
  void theReasonSaysHowManyActionsStillWaitOnceOneIsDecided() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS)
        .awayFrom(laptop(), ALWAYS);
    house.send(malware);
    var asked = house.pending(malware, 2);

    house.decide(malware, DecisionMessage.Choice.REJECT, asked.getFirst().actionId());

    until(() -> told(InvestigationStatus.PENDING_APPROVAL).size() > 1);
    assertThat(house.investigation(malware).report().because()).startsWith("1 action is waiting");
    assertThat(told(InvestigationStatus.PENDING_APPROVAL).getLast().because())
        .startsWith("1 action is waiting for a decision");
  }

  @Test
  void whileItWaitsReportAndDetailsSayForWhatAndUntilWhen() {
    house.world.judging(downloadedFile(), Verdict.NO_THREATS_FOUND).awayFrom(laptop(), ALWAYS);
    house.send(malware);
    until(() -> !told(InvestigationStatus.PENDING_RESOURCE).isEmpty());

    var report = house.investigation(malware).report();

    assertThat(report.state()).isEqualTo(InvestigationStatus.PENDING_RESOURCE);
    assertThat(report.evidence())
        .filteredOn(a -> a.key().equals(laptop().key()))
        .singleElement()
        .satisfies(a -> assertThat(a.examined()).isFalse());
    assertThat(report.awaited())
        .singleElement()
        .satisfies(
            look -> {
              assertThat(look.key()).isEqualTo(laptop().key());
              assertThat(look.phase()).isEqualTo(AwaitedLook.Phase.WAITING);
              assertThat(look.next())
                  .isAfter(Instant.ofEpochMilli(house.env.currentTimeMillis()).minusSeconds(5));
            });
    assertThat(CurrentDetails.render(report, List.of(), Pasted.AS_ANYBODYS, null))
        .contains("PENDING_RESOURCE", "Waiting for a back end", laptop().label(), "next attempt");
  }

  @Test
  void whatStaysAwayUntilThePolicysTimeIsOverLeavesTheCasePartlyInvestigated() {
    house.world.judging(downloadedFile(), Verdict.NO_THREATS_FOUND).awayFrom(laptop(), ALWAYS);

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.PARTIALLY_INVESTIGATED);
    assertThat(report.awaited())
        .singleElement()
        .satisfies(look -> assertThat(look.phase()).isEqualTo(AwaitedLook.Phase.GIVEN_UP));
    assertThat(Duration.between(report.startedAt(), report.endedAt()))
        .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusHours(1));
    // Pauses grow: three days of waiting stay far below what a history may hold.
    assertThat(house.world.examinations()).isBetween(100, 200);
  }

  @Test
  void aCaseOfWhichNothingCouldBeLookedAtUntilThenHasFailed() {
    house.world.awayFrom(laptop(), ALWAYS).awayFrom(downloadedFile(), ALWAYS);

    house.send(malware);

    var report = house.result(malware);
    assertThat(report.state()).isEqualTo(InvestigationStatus.FAILED);
    assertThat(Duration.between(report.startedAt(), report.endedAt()))
        .isGreaterThanOrEqualTo(Duration.ofDays(3));
  }

  /** The test server's time stands still while nobody polls, so this reads what was asked for. */
  @Test
  void theTimeInWhichNoWorkerLooksCountsAgainstNobody() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.NO_THREATS_FOUND);
    house.send(malware);
    house.result(malware);

    assertThat(
            house.client().fetchHistory("investigation/dev-1").getHistory().getEventsList().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(a -> a.getActivityType().getName().equals("ExamineEvidence")))
        .isNotEmpty()
        .allSatisfy(
            a -> {
              // The server makes ten years of none.
              assertThat(a.getScheduleToCloseTimeout().getSeconds())
                  .matches(s -> s == 0 || s > YEAR);
              assertThat(a.getScheduleToStartTimeout().getSeconds())
                  .matches(s -> s == 0 || s > YEAR);
              assertThat(a.getHeartbeatTimeout().getSeconds()).isBetween(1L, 10L);
            });
  }

  @Test
  void stoppingACaseThatWaitsForABackEndEndsItAtOnce() {
    house.world.awayFrom(laptop(), ALWAYS).awayFrom(downloadedFile(), ALWAYS);
    house.send(malware);
    until(() -> !told(InvestigationStatus.PENDING_RESOURCE).isEmpty());

    house.cancel(malware, dev.quaestor.fixtures.FakeStarter.ANN, null, false);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
  }

  @Test
  void aDeviceThatTurnsOutToBeAwayWhileItIsFollowedIsSaidAndItsReturnToo() {
    house
        .world
        .judging(laptop(), Verdict.NO_THREATS_FOUND)
        .judging(downloadedFile(), Verdict.MALICIOUS)
        .next(
            ActionType.STOP_AND_QUARANTINE_FILE,
            FakeWorld.answer(new Outcome.Unfinished("t-1", false, "It runs")),
            FakeWorld.answer(new Outcome.Unfinished("t-1", true, "Nothing picks it up")),
            FakeWorld.offline(),
            FakeWorld.offline(),
            FakeWorld.answer(new Outcome.Unfinished("t-1", false, "It was picked up")));

    house.send(malware);

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(told(InvestigationStatus.PENDING_RESOURCE))
        .singleElement()
        .satisfies(s -> assertThat(s.because()).contains("Nothing picks it up"));
    assertThat(house.ledger.events(LedgerEvent.ActionProgressed.class))
        .extracting(p -> p.outcome().execution())
        .containsSubsequence(
            Execution.RUNNING,
            Execution.WAITING_FOR_RESOURCE,
            Execution.RUNNING,
            Execution.SUCCEEDED);
  }
}
