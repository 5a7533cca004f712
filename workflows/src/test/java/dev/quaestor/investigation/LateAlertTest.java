package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.alert;
import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static dev.quaestor.fixtures.Fixtures.server;
import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.TaskQueues;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No alert is lost between the decision to end a case and its end, nor with its update. */
class LateAlertTest {
  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());
  private final Alert malware = deviceAlert("a1", Severity.HIGH, laptop(), downloadedFile());

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

  private List<InvestigationStatus> ends() {
    return house.ledger.events(LedgerEvent.StatusChanged.class).stream()
        .map(LedgerEvent.StatusChanged::status)
        .filter(InvestigationStatus::ended)
        .toList();
  }

  @Test
  void whatArrivesAfterTheEndWasDecidedGoesOnAsTheNextCase() {
    malwareOnLaptop();
    var latch = new CountDownLatch(1);
    house.world.lookingUntil(latch);
    var first = house.send(malware);
    until(() -> house.world.begunExaminations() == 1);
    house.cancel(malware, FakeStarter.ANN, "a drill", false);
    until(() -> !house.ledger.events(LedgerEvent.CancelRequested.class).isEmpty());

    var late = house.send(deviceAlert("a2", Severity.HIGH, laptop(), downloadedFile()));
    var other = house.send(deviceAlert("a3", Severity.HIGH, laptop()));
    var again = house.send(deviceAlert("a2", Severity.HIGH, laptop(), downloadedFile()));
    latch.countDown();

    assertThat(late.joined()).isFalse();
    assertThat(late.investigationId()).isNotEqualTo(first.investigationId());
    assertThat(other.joined()).isTrue();
    assertThat(other.investigationId()).isEqualTo(late.investigationId());
    assertThat(again.investigationId()).isEqualTo(late.investigationId());
    var report = house.result(malware);
    assertThat(report.investigationId()).isEqualTo(late.investigationId());
    assertThat(report.alertIds()).containsExactly("a2", "a3");
    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    assertThat(ends())
        .containsExactly(InvestigationStatus.TERMINATED_BY_USER, InvestigationStatus.REMEDIATED);
    assertThat(house.ledger.numbers(first.investigationId())).startsWith(1L);
    assertThat(house.ledger.numbers(late.investigationId()))
        .startsWith(1L)
        .hasSize(house.ledger.numbers(late.investigationId()).getLast().intValue());
  }

  /** As the starter does: what is refused in the last moment is sent again. */
  private AlertReceipt sendUntilTaken(Alert alert) {
    for (var tries = 1; ; tries++) {
      try {
        return house.send(alert);
      } catch (RuntimeException closing) {
        if (tries == 20) {
          throw closing;
        }
      }
    }
  }

  @Test
  void ofTwoHundredRacesBetweenAnAlertAndTheEndNoneIsLost() throws InterruptedException {
    house.world.judging(laptop(), Verdict.NO_THREATS_FOUND);
    var lost = new ArrayList<String>();
    var next = 0;
    for (var i = 0; i < 200; i++) {
      var url = new Url("http://race.example/" + i);
      house.world.judging(url, Verdict.NO_THREATS_FOUND);
      var first = alert("first-" + i, "race-" + i, Severity.LOW, laptop());
      var second = alert("second-" + i, "race-" + i, Severity.LOW, url);
      var receipt = house.send(first);
      Thread.sleep(ThreadLocalRandom.current().nextInt(40));

      var taken = sendUntilTaken(second);

      next += taken.investigationId().equals(receipt.investigationId()) ? 0 : 1;
      // In real time: whoever waits for a result lets the server skip years between two runs.
      // A run that went on as a new one is still the last one for a moment.
      until(
          () ->
              house.untyped(second).describe().getStatus()
                  == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
      if (!wasLookedAt(url) || house.ledger.numbers(taken.investigationId()).isEmpty()) {
        lost.add(
            "%s: first %s, second %s, of %s"
                .formatted(
                    second.alertId(),
                    receipt,
                    taken,
                    house.ledger.numbers(taken.investigationId())));
      }
    }

    assertThat(lost).isEmpty();
    // Some met a case that was open, some one that had ended: else this was no race.
    assertThat(next).isBetween(1, 199);
  }

  private boolean wasLookedAt(Url url) {
    return house.ledger.events(LedgerEvent.EvidenceAssessed.class).stream()
        .map(LedgerEvent.EvidenceAssessed::assessment)
        .anyMatch(a -> a.key().equals(url.key()) && a.examined());
  }

  @Test
  void aStartWhoseUpdateGotLostIsInvestigatedAllTheSame() {
    malwareOnLaptop();
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId("investigation/dev-1")
            .setTaskQueue(TaskQueues.INVESTIGATION)
            .build();
    var stub = house.client().newWorkflowStub(InvestigationWorkflow.class, options);
    var message =
        house.signed("investigation/dev-1", new AlertMessage(malware), FakeStarter.SENSOR);
    WorkflowClient.start(stub::investigate, new InvestigationStart(message, true, null));

    assertThat(house.result(malware).state()).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void theAlertThatStartsACaseJoinsNothingAndItsRepeatDoes() {
    house
        .world
        .judging(server(), Verdict.NO_THREATS_FOUND)
        .judging(processOnServer(), Verdict.SUSPICIOUS)
        .judging(fileOnServer(), Verdict.SUSPICIOUS);
    var odd = deviceAlert("a2", Severity.MEDIUM, server(), processOnServer(), fileOnServer());

    assertThat(house.send(odd).joined()).isFalse();
    assertThat(house.send(odd).joined()).isTrue();
    assertThat(house.ledger.events(LedgerEvent.AlertAdded.class)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void cancellingTheWorkflowWhileTheLedgerIsAwayStillRecordsTheEnd() {
    malwareOnLaptop();
    house.ledger.recordsNothing(3);
    house.send(malware);
    until(() -> house.ledger.refused() > 0);

    house.untyped(malware).cancel();
    house.env.sleep(java.time.Duration.ofMinutes(5));

    until(() -> !ends().isEmpty());
    assertThat(ends()).hasSize(1);
  }

  @Test
  void cancellingTheWorkflowBeforeTheLedgerHasOpenedItStillRecordsTheEnd() {
    house.ledger.hasNoRoom(1);
    house.send(malware);
    until(() -> house.investigation(malware).report().state() == InvestigationStatus.QUEUED);

    house.untyped(malware).cancel();

    house.env.sleep(java.time.Duration.ofMinutes(2));
    until(() -> ends().contains(InvestigationStatus.TERMINATED_BY_SYSTEM));
    assertThat(house.world.effects()).isEmpty();
  }
}
