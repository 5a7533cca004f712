package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.authority.Remit;
import dev.quaestor.feed.AlertQuery;
import dev.quaestor.feed.AlertsRead;
import dev.quaestor.feed.NextRead;
import dev.quaestor.feed.SourceAlert;
import dev.quaestor.starter.AlertSourceProperties.Kind;
import dev.quaestor.starter.AlertSourceProperties.Source;
import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.ledger.AlertSourceStore;
import dev.quaestor.starter.ledger.AlertSourceStore.Outcome;
import dev.quaestor.starter.ledger.AlertSourceStore.Standing;
import dev.quaestor.starter.ledger.Capacity;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.json.JsonMapper;

/** What a source tells is taken in once, whatever happens, and nothing that it tells stops it. */
class AlertFeedTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private static RunningStarter starter;
  private static AlertSourceStore store;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** A house of its own: the cursor of a source is one for all that use its ledger. */
  @BeforeAll
  static void start() {
    starter = RunningStarter.with(Map.of());
    store = starter.bean(AlertSourceStore.class);
  }

  private static Source source(String connector, boolean resolved) {
    return new Source(
        connector,
        null,
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        List.of(),
        List.of(),
        resolved);
  }

  private AlertFeed feed(int capacity) {
    return feed(capacity, () -> starter.bean(Submissions.class), NOW);
  }

  private AlertFeed feed(int capacity, Supplier<Submissions> submissions, Instant now) {
    return new AlertFeed(
        new AlertSourceProperties(List.of(source("defender", false), source("graph", true))),
        store,
        starter.bean(Ledger.class),
        submissions,
        words(now),
        new Capacity(capacity, Duration.ofSeconds(1)),
        meters,
        InstantSource.fixed(now));
  }

  private static AlertWords words(Instant now) {
    return new AlertWords(
        store,
        starter.bean(Ledger.class),
        () -> starter.bean(Reviews.class),
        InstantSource.fixed(now));
  }

  private static String device() {
    return Sha256.of(UUID.randomUUID().toString()).substring(0, 40);
  }

  /** As Defender tells it. */
  private static String defender(String id, String device, String status, String title) {
    return """
        {"id":"%s","title":"%s","severity":"High","status":"%s","alertCreationTime":"2026-11-30T06:00:00Z",
         "lastUpdateTime":"2026-11-30T06:10:00Z","machineId":"%s","computerDnsName":"pc.contoso.example",
         "evidence":[{"entityType":"File","sha256":"%s","fileName":"a.exe","filePath":"C:\\\\Temp"}]}"""
        .formatted(id, title, status, device, Sha256.of(device));
  }

  /** The same alert as Graph tells it. */
  private static String graph(String id, String provider, String device, String status) {
    return """
        {"@odata.type":"#microsoft.graph.security.alert","id":"%s","providerAlertId":"%s","title":"t",
         "severity":"high","status":"%s","serviceSource":"microsoftDefenderForEndpoint",
         "createdDateTime":"2026-11-30T06:00:00Z","evidence":[
          {"@odata.type":"#microsoft.graph.security.deviceEvidence","mdeDeviceId":"%s",
           "deviceDnsName":"pc.contoso.example"}]}"""
        .formatted(id, provider, status, device);
  }

  private static SourceAlert told(String id, @Nullable String body) {
    return told(id, body, NOW.minusSeconds(30));
  }

  private static SourceAlert told(String id, @Nullable String body, Instant changed) {
    return new SourceAlert(id, changed, body, body == null ? "It is too large" : null);
  }

  private static AlertQuery query(String source) {
    return new AlertQuery(source, NOW.minusSeconds(3_600), null, 0, 100, List.of(), List.of());
  }

  private NextRead take(AlertFeed feed, String source, SourceAlert... alerts) {
    feed.next(source);
    return feed.takeIn(query(source), new AlertsRead.Batch(List.of(alerts), null, 0));
  }

  private AlertSourceStore.Kept kept(String source, String id) {
    return store.kept(source, List.of(id)).get(id);
  }

  private static String fresh() {
    return "da-" + UUID.randomUUID();
  }

  private static Standing standing(String source) {
    return store.standing(source).orElseThrow();
  }

  private double counted(String outcome) {
    return meters
        .counter("quaestor.alert.source.alerts", "source", "defender", "outcome", outcome)
        .count();
  }

  @Test
  void whatIsToldBecomesACaseAndAgainTheSameOne() {
    var id = fresh();
    var alert = told(id, defender(id, device(), "New", "malware"));

    assertThat(take(feed(0), "defender", alert)).isInstanceOf(NextRead.Rest.class);
    var first = kept("defender", id);
    take(feed(0), "defender", alert);

    assertThat(first.outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(first.investigationId()).startsWith("inv-");
    assertThat(kept("defender", id)).isEqualTo(first);
    assertThat(counted("taken")).isEqualTo(1);
    assertThat(counted("unchanged")).isEqualTo(1);
  }

  /** What we write there, and what people do, changes an alert and is no news for a case. */
  @Test
  void whatChangesThereAndIsNothingToInvestigateBringsAboutNothing() {
    var id = fresh();
    var device = device();
    take(feed(0), "defender", told(id, defender(id, device, "New", "malware")));
    var first = kept("defender", id);

    for (var status : List.of("InProgress", "Resolved", "New", "Resolved")) {
      take(feed(0), "defender", told(id, defender(id, device, status, "malware")));
    }

    assertThat(kept("defender", id).investigationId()).isEqualTo(first.investigationId());
    assertThat(counted("taken")).isEqualTo(1);
    assertThat(counted("unchanged")).isEqualTo(4);
  }

  @Test
  void whatSaysSomethingNewToACaseIsTakenInAgain() {
    var id = fresh();
    var device = device();
    take(feed(0), "defender", told(id, defender(id, device, "New", "malware")));
    var first = kept("defender", id);

    take(feed(0), "defender", told(id, defender(id, device, "New", "ransomware")));

    assertThat(counted("taken")).isEqualTo(2);
    assertThat(kept("defender", id).investigationId()).isEqualTo(first.investigationId());
    assertThat(kept("defender", id).contentHash()).isNotEqualTo(first.contentHash());
  }

  @Test
  void whatDiesBeforeTheCursorIsMovedIsTakenInOnceAllTheSame() {
    var id = fresh();
    var alert = told(id, defender(id, device(), "New", "malware"));
    var submissions = starter.bean(Submissions.class);
    // The process dies here: the case runs, and the ledger of sources does not know it.
    var read =
        (Reading.Read)
            new AlertReader()
                .read(
                    String.valueOf(alert.body()).getBytes(StandardCharsets.UTF_8),
                    "application/json",
                    AlertSource.DEFENDER_ALERT);
    var answer = submissions.submit(read.alerts().getFirst(), AlertFeed.author("defender"));

    take(feed(0), "defender", alert);

    assertThat(kept("defender", id).investigationId()).isEqualTo(answer.investigationId());
  }

  @Test
  void oneBadAlertIsSetAsideAndKeepsNothingElseOut() {
    var good = fresh();
    var bad =
        Stream.of(
                "no json",
                "{}",
                "[]",
                "{\"id\":\"x\",\"title\":5,\"severity\":{},\"machineId\":[],\"alertCreationTime\":1}",
                "{\"value\":[%s,%s]}"
                    .formatted(
                        defender("a", device(), "New", "t"), defender("b", device(), "New", "t")),
                "{\"a\":".repeat(5_000))
            .map(body -> told(fresh(), body))
            .toList();
    var all = new ArrayList<>(bad);
    all.add(told(good, defender(good, device(), "New", "malware")));
    var tooLarge = fresh();
    all.add(told(tooLarge, null));
    all.add(told("", "{\"title\":\"without an id\"}"));

    take(feed(0), "defender", all.toArray(SourceAlert[]::new));

    assertThat(kept("defender", good).outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(bad)
        .allSatisfy(
            alert -> {
              assertThat(kept("defender", alert.id()).outcome()).isEqualTo(Outcome.SET_ASIDE);
              assertThat(kept("defender", alert.id()).problem()).isNotBlank();
            });
    assertThat(kept("defender", tooLarge).problem()).isEqualTo("It is too large");
    assertThat(store.setAside("defender", NOW.minusSeconds(3_600)).alerts())
        .isGreaterThanOrEqualTo(bad.size() + 2);
    assertThat(standing("defender").failure()).isNull();
  }

  /** What neither database takes as it is, and what is longer than a column. */
  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud83d", "p"})
  void noNameThatTheVendorGivesKeepsOthersOut(String odd) {
    var good = fresh();
    var provider = odd.equals("p") ? "p".repeat(290) : odd + fresh();
    var service = odd.equals("p") ? "s".repeat(290) : "microsoft";
    var body =
        graph(odd.repeat(odd.equals("p") ? 200 : 1) + fresh(), provider, device(), "new")
            .replace("microsoftDefenderForEndpoint", service)
            .replace("\"title\":\"t\"", "\"title\":\"t\",\"assignedTo\":\"a" + odd + "\"");
    var id = JsonMapper.shared().readValue("\"" + odd + "\"", String.class) + fresh();

    take(
        feed(0),
        "graph",
        told(id, body),
        told(id.repeat(300 / id.length()), body),
        told(good, graph(good, fresh(), device(), "new")));

    assertThat(kept("graph", good).outcome()).isEqualTo(Outcome.TAKEN);
    var oddOnes =
        store.kept(
            "graph",
            List.of(Storable.of(id), Storable.boundedIdentity(id.repeat(300 / id.length()), 320)));
    assertThat(oddOnes).hasSize(2);
    assertThat(oddOnes.values())
        .allSatisfy(
            kept -> {
              assertThat(kept.outcome()).isEqualTo(Outcome.TAKEN);
              assertThat(List.of(kept.alertId(), kept.productAlert(), kept.stance()))
                  .allSatisfy(text -> assertThat(Storable.of(text)).isEqualTo(text));
            });
  }

  /** Whatever the database refuses of one alert, others are taken in, and the round ends. */
  @Test
  void whatTheDatabaseRefusesOfOneAlertIsThatAlertsFault() {
    var refused = fresh();
    var good = fresh();
    var calls = new AtomicInteger();
    // Both together, then the first of them alone.
    Supplier<Submissions> picky =
        () -> {
          if (calls.incrementAndGet() <= 2) {
            throw new DataIntegrityViolationException("value too long");
          }
          return starter.bean(Submissions.class);
        };

    take(
        feed(0, picky, NOW),
        "defender",
        told(refused, defender(refused, device(), "New", "t")),
        told(good, defender(good, device(), "New", "t")));

    assertThat(kept("defender", refused).outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(kept("defender", good).outcome()).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void anAlertThatWasResolvedThereBeforeIsLeftAloneUnlessItIsWanted() {
    var id = fresh();
    take(feed(0), "defender", told(id, defender(id, device(), "Resolved", "malware")));
    var wanted = fresh();
    take(feed(0), "graph", told(wanted, graph(wanted, wanted, device(), "resolved")));

    assertThat(kept("defender", id).outcome()).isEqualTo(Outcome.RESOLVED);
    assertThat(kept("graph", wanted).outcome()).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void theSameAlertOfBothInterfacesIsOneCase() {
    var id = fresh();
    var other = fresh();
    var device = device();
    take(feed(0), "defender", told(id, defender(id, device, "New", "malware")));
    take(feed(0), "graph", told(other, graph(other, id, device, "new")));

    assertThat(kept("graph", other).investigationId())
        .isEqualTo(kept("defender", id).investigationId());
    assertThat(kept("graph", other).productAlert()).isEqualTo(kept("defender", id).productAlert());
  }

  @Test
  void theCursorFollowsTheSourcesClockAndNeverPassesOurs() {
    var id = fresh();
    var feed = feed(0);
    take(feed, "graph", told(id, graph(id, id, device(), "new"), NOW.minusSeconds(20)));
    assertThat(standing("graph").readUpTo()).isEqualTo(NOW.minusSeconds(20));

    var old = fresh();
    take(feed, "graph", told(old, graph(old, old, device(), "new"), NOW.minusSeconds(900)));
    assertThat(standing("graph").readUpTo()).isEqualTo(NOW.minusSeconds(20));

    var odd = fresh();
    take(
        feed,
        "graph",
        told(odd, graph(odd, odd, device(), "new"), Instant.parse("9999-01-01T00:00:00Z")));
    assertThat(standing("graph").readUpTo()).isEqualTo(NOW);
    assertThat(((NextRead.Read) feed.next("graph")).query().from())
        .isEqualTo(NOW.minus(Duration.ofMinutes(10)));
    assertThat(standing("graph").readAt()).isNotNull();
  }

  @Test
  void aStretchThatIsNotWholeMovesNothingAndIsReadOn() {
    var feed = feed(0);
    feed.next("defender");
    var before = standing("defender").readUpTo();
    var asked = query("defender");
    var end = asked.from().plusSeconds(1);

    var on =
        feed.takeIn(
            asked,
            new AlertsRead.Batch(
                IntStream.range(0, 3).mapToObj(n -> told(fresh(), "{}")).toList(), end, 90));

    assertThat(standing("defender").readUpTo()).isEqualTo(before);
    assertThat(on)
        .isEqualTo(
            new NextRead.Read(
                new AlertQuery("defender", asked.from(), end, 90, 100, List.of(), List.of())));

    var next = feed.takeIn(((NextRead.Read) on).query(), new AlertsRead.Batch(List.of(), end, 0));
    assertThat(((NextRead.Read) next).query().from()).isEqualTo(end);
  }

  @Test
  void aSourceThatWantsToBeLeftAloneIsAndThenReadAgain() {
    var feed = feed(0);
    feed.next("defender");

    feed.takeIn(
        query("defender"),
        new AlertsRead.NotRead(FailureType.THROTTLED, "429", Duration.ofHours(1)));

    assertThat(feed.next("defender")).isInstanceOf(NextRead.Rest.class);
    assertThat(standing("defender").failingSince()).isNotNull();
    assertThat(standing("defender").failure()).isEqualTo("THROTTLED: 429");
    var later = feed(0, () -> starter.bean(Submissions.class), NOW.plusSeconds(3_601));
    assertThat(later.next("defender")).isInstanceOf(NextRead.Read.class);
    take(feed, "defender");
    later.takeIn(query("defender"), new AlertsRead.Batch(List.of(), null, 0));
    assertThat(standing("defender").failingSince()).isNull();
    assertThat(standing("defender").restUntil()).isNull();
  }

  @Test
  void nothingIsReadWhileAsManyCasesAreOpenAsMayBe() {
    var id = fresh();
    take(feed(0), "defender", told(id, defender(id, device(), "New", "malware")));

    assertThat(feed(1).next("defender")).isInstanceOf(NextRead.Rest.class);
    assertThat(standing("defender").heldSince()).isNotNull();
    assertThat(feed(1_000_000).next("defender")).isInstanceOf(NextRead.Read.class);
  }

  @Test
  void whileTemporalIsAwayNothingIsPassedOver() {
    var id = fresh();
    var away =
        feed(
            0,
            () -> {
              throw new TemporalException(
                  TemporalException.Kind.UNREACHABLE, "Temporal is not reachable", null);
            },
            NOW);
    away.next("defender");
    var before = standing("defender").readUpTo();

    assertThatThrownBy(
            () -> take(away, "defender", told(id, defender(id, device(), "New", "malware"), NOW)))
        .isInstanceOf(TemporalException.class);
    assertThat(standing("defender").readUpTo()).isEqualTo(before);
    assertThat(store.kept("defender", List.of(id))).isEmpty();
  }

  @Test
  void whatIsNotConfiguredIsNotRead() {
    var nothing =
        new AlertFeed(
            new AlertSourceProperties(List.of()),
            store,
            starter.bean(Ledger.class),
            () -> starter.bean(Submissions.class),
            words(NOW),
            Capacity.UNBOUNDED,
            meters,
            InstantSource.system());

    assertThat(nothing.next("defender")).isInstanceOf(NextRead.Rest.class);
    assertThat(
            nothing.takeIn(
                query("defender"), new AlertsRead.Batch(List.of(told("x", "{}")), null, 0)))
        .isInstanceOf(NextRead.Rest.class);
    assertThat(store.kept("defender", List.of("x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Defender", "../defender"})
  void aSourceThatNobodyCanReadIsRefusedByName(String connector) {
    assertThatThrownBy(() -> new AlertSourceProperties(List.of(source(connector, false))))
        .hasMessage(
            "quaestor.alert-sources[0].connector must be the name of a connector, as defender,"
                + " graph or wazuh");
  }

  private static Source named(String connector, @Nullable Kind kind, String... services) {
    return new Source(
        connector,
        kind,
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        List.of(),
        List.of(services),
        false);
  }

  @Test
  void aConnectorOfAnotherNameSaysWhatItIs() {
    assertThatThrownBy(() -> new AlertSourceProperties(List.of(named("fabrikam", null))))
        .hasMessage(
            "quaestor.alert-sources[0].kind must be defender, graph or wazuh: the name of the"
                + " connector does not say which");
    assertThat(named("fabrikam", Kind.GRAPH).format()).isEqualTo(AlertSource.GRAPH_ALERT_V2);
    assertThat(named("graph", null).format()).isEqualTo(AlertSource.GRAPH_ALERT_V2);
    assertThatThrownBy(
            () -> new AlertSourceProperties(List.of(named("fabrikam", Kind.DEFENDER, "a"))))
        .hasMessageStartingWith("quaestor.alert-sources[0].services");
  }

  @Test
  void senselessSettingsAreRefusedByName() {
    var twice = List.of(source("graph", false), source("graph", true));
    assertThatThrownBy(() -> new AlertSourceProperties(twice))
        .hasMessageStartingWith("quaestor.alert-sources[1].connector appears twice");
    assertThatThrownBy(() -> with("defender", Duration.ZERO, "a"))
        .hasMessageStartingWith("quaestor.alert-sources[0].every");
    assertThatThrownBy(() -> with("defender", Duration.ofMinutes(1), "a"))
        .hasMessageStartingWith("quaestor.alert-sources[0].services");
    assertThatThrownBy(() -> with("graph", Duration.ofMinutes(1), "a' or 1 eq 1"))
        .hasMessageStartingWith("quaestor.alert-sources[0].services");
  }

  private static AlertSourceProperties with(String connector, Duration every, String... services) {
    return new AlertSourceProperties(
        List.of(
            new Source(
                connector,
                null,
                every,
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                List.of(),
                Arrays.asList(services),
                false)));
  }

  /** Its sender is nobody else's, and its word is a sensor's. */
  @Test
  void aSourcesAlertsAreASensorsWord() {
    var author = AlertFeed.author("defender");

    assertThat(author.isSensor()).isTrue();
    assertThat(author.remit()).isEqualTo(Remit.EVERYWHERE);
    assertThat(QuaestorJson.mapper().writeValueAsString(author)).contains("alert-source:defender");
  }

  private static String classified(String alert, String classification, String determination) {
    return alert.replace(
        "\"severity\"",
        "\"classification\":\"%s\",\"determination\":\"%s\",\"severity\""
            .formatted(classification, determination));
  }

  @Test
  void whatAPersonSaysThereIsAWordInTheCaseOnceAndOrdersNothing() {
    var id = fresh();
    var alert = defender(id, device(), "New", "malware");
    take(feed(0), "defender", told(id, alert));
    var investigation = String.valueOf(kept("defender", id).investigationId());

    var there = classified(alert, "FalsePositive", "Clean");
    take(feed(0), "defender", told(id, there));
    take(feed(0), "defender", told(id, there.replace("\"New\"", "\"InProgress\"")));

    var report = starter.bean(Ledger.class).report(investigation).orElseThrow();
    assertThat(report.classifications())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.word().classification()).isEqualTo(Classification.FALSE_POSITIVE);
              assertThat(row.word().determination()).isEqualTo(Determination.NOT_MALICIOUS);
              assertThat(row.word().classifiedBy()).isEqualTo("a person at defender");
            });
    assertThat(report.notes()).hasSize(2);
    assertThat(AlertWords.people(source("defender", false)).remit()).isEqualTo(Remit.NOWHERE);
    assertThat(counted("taken")).isEqualTo(1);
  }
}
