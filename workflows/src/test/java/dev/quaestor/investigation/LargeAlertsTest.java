package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.deviceAlert;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.PayloadSize;
import dev.quaestor.wire.QuaestorJson;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However much comes while no worker polls, no message of a workflow is one its server refuses. */
class LargeAlertsTest {
  /** What a server takes. */
  private static final int MESSAGE = 4 * 1024 * 1024;

  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());

  @AfterEach
  void close() {
    house.close();
  }

  /** As the starter sends it: the body is in the ledger. */
  private Alert sent(Alert alert) {
    var body = QuaestorJson.mapper().writeValueAsBytes(alert);
    var content = Sha256.of(body);
    house.ledger.keep(content, body);
    return alert.with(AlertVersion.whole("sensor", content)).withoutBody();
  }

  private static Alert large(int number) {
    var urls =
        IntStream.range(0, 120)
            .mapToObj(i -> "http://evil.example/" + number + "/" + i + "/" + "x".repeat(8_000))
            .map(Url::new);
    return deviceAlert(
        "big-" + number,
        Severity.HIGH,
        Stream.concat(Stream.of(laptop()), urls).toArray(Entity[]::new));
  }

  @Test
  void eightAlertsOfAMegabyteThatMetNoWorkerAreAllInvestigated() {
    house.world.judging(laptop(), Verdict.NO_THREATS_FOUND);
    house.env.getWorkerFactory().suspendPolling();
    var alerts = IntStream.range(0, 8).mapToObj(LargeAlertsTest::large).map(this::sent).toList();
    var answers =
        alerts.stream().map(a -> CompletableFuture.supplyAsync(() -> house.send(a))).toList();

    house.env.getWorkerFactory().resumePolling();

    assertThat(answers.stream().map(CompletableFuture::join))
        .extracting(AlertReceipt::alertId)
        .containsExactlyElementsOf(alerts.stream().map(Alert::alertId).toList());
    var report = house.result(alerts.getFirst());
    assertThat(report.state()).isNotEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
    assertThat(report.alertIds()).hasSize(8);
    assertThat(house.ledger.events(LedgerEvent.EvidenceAssessed.class))
        .extracting(e -> e.assessment().key())
        .contains(laptop().key())
        .hasSizeGreaterThanOrEqualTo(8 * 120 + 1);
    assertThat(house.largestAnswer()).isPositive().isLessThan(MESSAGE * 3 / 4);
  }

  @Test
  void whatWouldTellACaseTooMuchIsNotTakenAndDoesNotEndIt() {
    var alerts = IntStream.range(0, 10).mapToObj(LargeAlertsTest::large).map(this::sent).toList();
    house.env.getWorkerFactory().suspendPolling();
    var answers =
        alerts.stream().map(a -> CompletableFuture.supplyAsync(() -> house.send(a))).toList();
    house.env.getWorkerFactory().resumePolling();
    answers.forEach(a -> a.handle((receipt, refusal) -> receipt).join());

    assertThat(answers)
        .filteredOn(CompletableFuture::isCompletedExceptionally)
        .allSatisfy(
            a -> assertThatThrownBy(a::join).hasStackTraceContaining(InvestigationWorkflow.FULL));
    var taken = answers.stream().filter(a -> !a.isCompletedExceptionally()).toList();
    var report = house.result(alerts.getFirst());
    var here =
        taken.stream()
            .map(CompletableFuture::join)
            .filter(receipt -> receipt.investigationId().equals(report.investigationId()))
            .toList();
    // What was not sent along counts before it is fetched.
    assertThat(here).hasSizeBetween(1, 8);
    assertThat(report.alertIds()).hasSameSizeAs(here);
    assertThat(report.state()).isNotEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
  }

  @Test
  void whatTheLedgerDoesNotHaveIsNeverClean() {
    var alert = deviceAlert("gone", Severity.HIGH, laptop());
    var light = alert.with(AlertVersion.whole("sensor", "ab".repeat(32))).withoutBody();

    house.send(light);

    assertThat(house.result(light).state()).isEqualTo(InvestigationStatus.UNSUPPORTED_ALERT_TYPE);
  }

  @Test
  void anotherBodyThanWasSentIsNotTaken() {
    var alert = sent(deviceAlert("swapped", Severity.HIGH, laptop()));
    house.ledger.keep(
        alert.version().content(),
        QuaestorJson.mapper().writeValueAsBytes(deviceAlert("swapped", Severity.HIGH)));

    house.send(alert);

    assertThat(house.result(alert).state()).isEqualTo(InvestigationStatus.UNSUPPORTED_ALERT_TYPE);
  }

  @Test
  void whatIsSentAlongIsSmallerThanTheBound() {
    assertThat(QuaestorJson.mapper().writeValueAsBytes(sent(large(1))).length)
        .isLessThan(PayloadSize.ALERT);
  }
}
