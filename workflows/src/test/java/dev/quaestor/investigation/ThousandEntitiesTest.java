package dev.quaestor.investigation;

import static dev.quaestor.fixtures.TemporalHouse.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.fixtures.TemporalHouse;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.PayloadSize;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A large case stays within what a Temporal server bears. */
class ThousandEntitiesTest {
  private static final int MOST_OF_A_PAYLOAD = 3 << 19;

  private final TemporalHouse house = new TemporalHouse(Fixtures.policy());

  @AfterEach
  void close() {
    house.close();
  }

  private static Url url(int number) {
    return new Url("http://site-%d.example/index".formatted(number));
  }

  private static Entity[] urls(int from, int to) {
    return IntStream.range(from, to).mapToObj(ThousandEntitiesTest::url).toArray(Entity[]::new);
  }

  /** A newsletter with a thousand long links; some 200 KB. */
  private static MailMessage heavyMail(int number) {
    var links =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    new MailMessage.Link(
                        "read more",
                        "https://news.example/%d/%d?".formatted(number, i) + "x".repeat(150)))
            .toList();
    return new MailMessage(
        null,
        "<news-%d@news.example>".formatted(number),
        "user-%d@contoso.example".formatted(number),
        "news@news.example",
        null,
        null,
        null,
        null,
        "News",
        null,
        links,
        List.of(),
        List.of(),
        List.of());
  }

  private List<HistoryEvent> history() {
    return house.client().fetchHistory("investigation/dev-1").getHistory().getEventsList();
  }

  private static int heaviest(List<HistoryEvent> history) {
    return history.stream().mapToInt(HistoryEvent::getSerializedSize).max().orElse(0);
  }

  @Test
  void aThousandEntitiesTakeLessThanFiveHundredEvents() {
    for (var url : urls(0, 1000)) {
      house.world.judging(url, Verdict.NO_THREATS_FOUND);
    }
    house.world.judging(url(7), Verdict.MALICIOUS).judging(url(777), Verdict.MALICIOUS);
    for (var i = 0; i < 100; i++) {
      house.world.leading(url(i), urls(100 + i * 9, 100 + (i + 1) * 9));
    }
    var alert = Fixtures.alert("many", "dev-1", Severity.LOW, urls(0, 100));

    house.send(alert);
    house.pending(alert, 2);
    house.decide(alert, Choice.APPROVE, "*");
    var report = house.result(alert);

    assertThat(report.evidence()).hasSize(1000).allMatch(a -> a.examined());
    assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
    var history = history();
    System.out.printf(
        "1,000 entities: %d history events, %d KiB, heaviest event %d KiB%n",
        history.size(),
        history.stream().mapToInt(HistoryEvent::getSerializedSize).sum() / 1024,
        heaviest(history) / 1024);
    assertThat(history).hasSizeLessThan(500);
    assertThat(heaviest(history)).isLessThan(MOST_OF_A_PAYLOAD);
    assertThat(
            house.ledger.events(LedgerEvent.EvidenceAssessed.class).stream()
                .map(e -> e.assessment().key())
                .distinct())
        .hasSize(1000);
  }

  @Test
  void aThousandActionsAreCarriedOutAndToldOf() {
    var most = 2000;
    var limits = new Policy.Limits(most, 3, Duration.ofDays(30), Duration.ofDays(3), 10, most);
    var p = Fixtures.policy(Policy.Unsigned.ACCEPT, new Policy.Guardrails(List.of(), most), limits);
    try (var wide = new TemporalHouse(p)) {
      for (var url : urls(0, 1000)) {
        wide.world.judging(url, Verdict.MALICIOUS);
      }
      for (var i = 0; i < 100; i++) {
        wide.world.leading(url(i), urls(100 + i * 9, 100 + (i + 1) * 9));
      }
      var alert = Fixtures.alert("many", "dev-1", Severity.LOW, urls(0, 100));

      wide.send(alert);
      until(() -> wide.ledger.events(LedgerEvent.ActionPlanned.class).size() == 1000);
      wide.decide(alert, Choice.APPROVE, "*");
      var report = wide.result(alert);

      assertThat(report.state()).isEqualTo(InvestigationStatus.REMEDIATED);
      assertThat(report.actions()).hasSize(1000);
      assertThat(wide.world.effects()).hasSize(1000).doesNotHaveDuplicates();
      assertThat(wide.ledger.events(LedgerEvent.RemediationStatusChanged.class))
          .filteredOn(e -> e.status() == RemediationStatus.REMEDIATED)
          .extracting(LedgerEvent.RemediationStatusChanged::entityKey)
          .hasSize(1000)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void hugePiecesOfEvidenceAreSentInPiecesAndReportedCondensed() {
    // An alert is itself a payload: the pieces are found and not named.
    var roots = IntStream.range(0, 12).mapToObj(ThousandEntitiesTest::url).toArray(Url[]::new);
    for (var i = 0; i < roots.length; i++) {
      var mail = heavyMail(i);
      house.world.judging(roots[i], Verdict.NO_THREATS_FOUND).leading(roots[i], mail);
      house.world.judging(mail, i == 1 ? Verdict.MALICIOUS : Verdict.NO_THREATS_FOUND);
    }
    var alerts =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Fixtures.alert(
                        "h" + i,
                        "dev-1",
                        Severity.LOW,
                        roots[3 * i],
                        roots[3 * i + 1],
                        roots[3 * i + 2]))
            .toList();
    // One after the other: what one look brings is the activities' to bound.
    for (var i = 0; i < alerts.size(); i++) {
      var found = 6 * (i + 1);
      house.send(alerts.get(i));
      until(() -> house.investigation(alerts.getFirst()).report().evidence().size() == found);
    }
    house.pending(alerts.getFirst(), 1);
    house.decide(alerts.getFirst(), Choice.APPROVE, "*");

    var report = house.result(alerts.getFirst());

    assertThat(heaviest(history())).isLessThan(MOST_OF_A_PAYLOAD);
    assertThat(report.condensed()).isTrue();
    assertThat(report.evidence()).hasSize(24);
    assertThat(report.evidence())
        .filteredOn(a -> a.verdict() == Verdict.MALICIOUS)
        .singleElement()
        .satisfies(a -> assertThat(a.reasons()).isNotEmpty());
    // The ledger has what the report leaves out.
    assertThat(house.ledger.events(LedgerEvent.EvidenceAssessed.class))
        .filteredOn(e -> e.assessment().evidence().entity() instanceof MailMessage)
        .allSatisfy(
            e ->
                assertThat(((MailMessage) e.assessment().evidence().entity()).links())
                    .hasSize(1000));
    var numbers = house.ledger.numbers(report.investigationId());
    assertThat(numbers).startsWith(1L).hasSize(numbers.getLast().intValue());
  }

  @Test
  void evenACaseOfManyHugeClustersHasAReportThatFits() {
    var report =
        new InvestigationReport(
            "inv-1",
            InvestigationStatus.RUNNING,
            "b",
            Severity.LOW,
            "t",
            Verdict.MALICIOUS,
            List.of("a1"),
            IntStream.range(0, 3000).mapToObj(ThousandEntitiesTest::badCluster).toList(),
            List.of(),
            java.time.Instant.EPOCH,
            null,
            1,
            List.of(),
            false);

    var condensed = PayloadCut.report(report);

    assertThat(condensed.condensed()).isTrue();
    assertThat(condensed.evidence()).isNotEmpty();
    assertThat(QuaestorJson.mapper().writeValueAsBytes(condensed))
        .hasSizeLessThanOrEqualTo(PayloadCut.MOST);
  }

  private static Assessment badCluster(int number) {
    var cluster =
        new MailCluster(
            heavyMail(0).key(),
            List.of(new MailCluster.Criterion("Field" + number, "x".repeat(300))),
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        new MailCluster.Member(
                            "user-%d@contoso.example".formatted(i),
                            null,
                            "<m-%d@x>".formatted(i),
                            "Inbox"))
                .toList(),
            20);
    return new Assessment(
        Evidence.named(cluster, "a1", null),
        true,
        List.of(Finding.weighs("v", "BAD", 100, "y".repeat(1000))),
        Verdict.MALICIOUS,
        List.of());
  }

  @Test
  void whereAListIsCutDependsOnItsTextsAlone() {
    var light = List.of(url(1), url(2), url(3));
    assertThat(PayloadSize.prefix(light, 1_000)).isEqualTo(light);
    assertThat(PayloadSize.prefix(light, 1)).containsExactly(url(1));
    assertThat(PayloadSize.of(new Url("http://x/\u0001")))
        .isEqualTo(PayloadSize.of(new Url("http://x/")) + 6);
  }
}
