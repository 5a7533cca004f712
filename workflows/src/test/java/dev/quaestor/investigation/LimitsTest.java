package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.laptop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.FakeWorld;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A case that outgrows its limits is ended by the system, and what it has is kept. */
class LimitsTest {
  private final TemporalHouse house =
      new TemporalHouse(
          Fixtures.policy(
              new Policy.Limits(20, 3, Duration.ofDays(30), Duration.ofDays(3), 10, 3),
              List.of(),
              List.of()));

  @AfterEach
  void close() {
    house.close();
  }

  private Url[] urls(int count, Verdict verdict) {
    var urls =
        IntStream.range(0, count)
            .mapToObj(i -> new Url("http://site-%d.example/".formatted(i)))
            .toArray(Url[]::new);
    for (var url : urls) {
      house.world.judging(url, verdict);
    }
    return urls;
  }

  private static Alert alert(String id, Entity... entities) {
    return Fixtures.alert(id, "dev-1", Severity.LOW, entities);
  }

  @Test
  void moreEntitiesThanTheLimitEndItWithThoseThatWereFound() {
    var urls = urls(30, Verdict.NO_THREATS_FOUND);
    house.world.judging(laptop(), Verdict.SUSPICIOUS).leading(laptop(), urls);
    var alert = alert("a1", laptop());

    house.send(alert);

    var report = house.result(alert);
    assertThat(report.state()).isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
    assertThat(report.because()).contains("20 entities");
    assertThat(report.evidence()).hasSize(20);
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(
            house.ledger.events(LedgerEvent.EvidenceAssessed.class).stream()
                .map(e -> e.assessment().key())
                .distinct())
        .hasSize(20);
  }

  @Test
  void anAlertThatWouldMakeItTooLargeIsNotTakenAndWhatIsAskedStaysAsked() {
    var first = alert("a1", urls(2, Verdict.MALICIOUS));
    house.send(first);
    house.pending(first, 2);

    assertThatThrownBy(() -> house.send(alert("a2", more(21))))
        .hasStackTraceContaining(InvestigationWorkflow.FULL);

    assertThat(house.pending(first, 2)).hasSize(2);
    assertThat(house.investigation(first).report().alertIds()).containsExactly("a1");
    house.decide(first, DecisionMessage.Choice.APPROVE, "*");
    assertThat(house.result(first).state()).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void whatGrowsTooLargeStillWaitsForWhatIsAsked() {
    var bad = urls(1, Verdict.MALICIOUS)[0];
    var first = alert("a1", bad);
    house.send(first);
    house.pending(first, 1);
    house.world.judging(laptop(), Verdict.SUSPICIOUS).leading(laptop(), more(30));

    house.send(alert("a2", laptop()));

    TemporalHouse.until(() -> house.investigation(first).report().evidence().size() == 20);
    assertThat(house.pending(first, 1)).hasSize(1);
    house.decide(first, DecisionMessage.Choice.APPROVE, "*");
    var report = house.result(first);
    assertThat(report.state()).isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
    assertThat(house.world.effects()).containsExactly("BLOCK_URL http://site-0.example/");
  }

  private static Url[] more(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Url("http://more-%d.example/".formatted(i)))
        .toArray(Url[]::new);
  }

  @Test
  void moreActionsThanTheLimitEndItAndWhatRanIsKept() {
    var urls = urls(6, Verdict.MALICIOUS);
    var first = alert("a1", urls[0]);
    house.send(first);
    house.pending(first, 1);
    house.decide(first, DecisionMessage.Choice.APPROVE, "*");
    house.world.next(
        ActionType.BLOCK_URL,
        FakeWorld.answer(new Outcome.Unfinished("ticket-1", false, "It takes its time")));

    house.send(alert("a2", Stream.of(urls).skip(1).toArray(Url[]::new)));

    var report = house.result(first);
    assertThat(report.state()).isEqualTo(InvestigationStatus.TERMINATED_BY_SYSTEM);
    assertThat(report.because()).contains("3 actions");
    assertThat(report.evidence()).hasSize(6).allMatch(a -> a.verdict() == Verdict.MALICIOUS);
    assertThat(report.actions()).hasSize(1);
    assertThat(house.world.effects()).containsExactly("BLOCK_URL http://site-0.example/");
  }
}
