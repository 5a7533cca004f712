package dev.quaestor.starter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.secret.Secret;
import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.LedgerSchema;
import dev.quaestor.starter.ledger.OpenRun;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.ocsf.OcsfSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real ledger and a real receiver, which fails, is slow, dies and comes back. */
class WebhooksTest {
  private final Inbox inbox = new Inbox();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private SharedGauges gauges;
  private final Map<String, Long> numbers = new HashMap<>();
  private final String databaseName = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private HikariDataSource database;
  private Ledger ledger;
  private DeliveryStore store;
  private Webhooks webhooks;
  private Instant now = Instant.now();

  @BeforeEach
  void openLedger() {
    database = new HikariDataSource();
    database.setJdbcUrl(databaseName);
    database.setUsername("sa");
    LedgerSchema.migrate(database);
    var policies = new PolicyStore(database, InstantSource.system());
    ledger = new Ledger(database, policies, meters);
    policies.putFirst(
        "name: default",
        new Policy("default", List.of(), null, List.of(), List.of(), null, null, null),
        "setup");
  }

  @AfterEach
  void close() {
    if (webhooks != null) {
      webhooks.stop();
    }
    inbox.close();
    database.close();
  }

  private WebhookProperties.Receiver receiver(String name, String url) {
    return receiver(name, url, Duration.ofDays(3), List.of("*"));
  }

  private static WebhookProperties.Receiver receiver(
      String name, String url, Duration giveUpAfter, List<String> events) {
    return new WebhookProperties.Receiver(
        name,
        url,
        Secret.of(SigningTest.SECRET),
        null,
        events,
        false,
        WebhookProperties.Start.NOW,
        // Only the receiver that is meant to be slow is: a busy machine must not look like one.
        name.equals("slow") ? Duration.ofMillis(400) : Duration.ofSeconds(5),
        4,
        giveUpAfter,
        Duration.ofMillis(20),
        Duration.ofMillis(100));
  }

  /** A process of the starter as far as webhooks go; a new one each time. */
  private void start(WebhookProperties.Receiver... receivers) {
    var feed = new EventFeed(database, InstantSource.system());
    store = new DeliveryStore(database, feed, InstantSource.system());
    webhooks =
        new Webhooks(
            new WebhookProperties(
                List.of(receivers),
                new WebhookProperties.Reporting("urn:quaestor:test", Duration.ofMillis(20))),
            feed,
            store,
            meters,
            gauges());
    webhooks.start();
  }

  private SharedGauges gauges() {
    gauges = new SharedGauges(database, meters, InstantSource.system());
    return gauges;
  }

  private void record(String caseId, LedgerEvent... events) {
    recordOn(caseId, caseId, events);
  }

  private void recordOn(String stream, String caseId, LedgerEvent... events) {
    var entries = new ArrayList<LedgerEntry>();
    for (var event : events) {
      entries.add(new LedgerEntry(numbers.merge(stream, 1L, Long::sum), now, event));
    }
    ledger.record(new LedgerBatch(stream, caseId, entries));
  }

  private String open(String id) {
    ledger.open(
        new CaseOpening(
            id, "investigation/" + id, "run-1", "Case " + id, Severity.LOW, "svc", now, null));
    record(
        id,
        new LedgerEvent.AlertAdded(
            "al-" + id,
            AlertSource.QUAESTOR,
            "Alert",
            Severity.LOW,
            List.of("T1059"),
            now,
            "alert-" + id,
            "said",
            1,
            null,
            null));
    return id;
  }

  private static LedgerEvent.StatusChanged state(InvestigationStatus status) {
    return new LedgerEvent.StatusChanged(status, "Because.");
  }

  /** A case's whole story: started, asked, decided, done, closed; and undone after that. */
  private void story(String id) {
    open(id);
    var act = "act-" + id;
    record(
        id,
        plan(act, new Decision.Pending(now.plusSeconds(60))),
        state(InvestigationStatus.PENDING_APPROVAL),
        new LedgerEvent.ActionDecided(
            act, new Decision.ByPerson(true, "ann", true, Decision.Channel.UPDATE, null, "d", now)),
        new LedgerEvent.ActionPrepared(act, new Receipt.State(false)),
        new LedgerEvent.ActionProgressed(
            act, new Outcome.Succeeded(new Receipt.State(false), "Isolated.")),
        state(InvestigationStatus.REMEDIATED));
    recordOn(
        "undo/" + act + "/r",
        id,
        new LedgerEvent.UndoRequested(act, "undo-" + id, "bob", null, true),
        new LedgerEvent.UndoProgressed(
            act, "undo-" + id, new Outcome.Succeeded(new Receipt.None(), "Free.")));
  }

  private static LedgerEvent.ActionPlanned plan(String id, Decision decision) {
    return plan(id, decision, null);
  }

  private static LedgerEvent.ActionPlanned ordered(String id, Decision decision) {
    return plan(id, decision, "olga");
  }

  private static LedgerEvent.ActionPlanned plan(
      String id, Decision decision, @Nullable String requestedBy) {
    return new LedgerEvent.ActionPlanned(
        id,
        new DeviceAction.IsolateDevice(Device.ofId("d1"), DeviceAction.Isolation.FULL),
        ActionSource.AUTOMATED_DEVICE_ACTION,
        Gate.APPROVAL,
        "rule-1",
        "It waits.",
        null,
        "hash",
        decision,
        requestedBy,
        null,
        null);
  }

  private static List<String> wholeStory(String id) {
    var undo = "undo/act-" + id + "/r:";
    return List.of(
        id + ":1", id + ":2", id + ":3", id + ":4", id + ":6", id + ":7", undo + "1", undo + "2");
  }

  private static void await(BooleanSupplier wish, String otherwise) {
    var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!wish.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError(otherwise);
      }
      sleep(10);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitTaken(int many) {
    await(
        () -> inbox.taken().size() >= many,
        "only " + inbox.taken().stream().map(Inbox.Letter::id).toList() + " came");
  }

  private double counted(String webhook, String outcome) {
    return meters
        .counter("quaestor.webhook.messages", "webhook", webhook, "outcome", outcome)
        .count();
  }

  @Test
  void aCaseIsToldAsSignedCloudEventsThatCarryValidOcsf() {
    start(receiver("soc", inbox.url()));
    story("inv-1");
    awaitTaken(8);

    assertThat(inbox.takenOf("inv-1")).isEqualTo(wholeStory("inv-1"));
    assertThat(inbox.taken())
        .extracting(l -> l.event().path("type").asString())
        .containsExactly(
            "dev.quaestor.investigation.started",
            "dev.quaestor.approval.requested",
            "dev.quaestor.investigation.updated",
            "dev.quaestor.approval.decided",
            "dev.quaestor.action.succeeded",
            "dev.quaestor.investigation.closed",
            "dev.quaestor.action.undo_requested",
            "dev.quaestor.action.undone");
    for (var letter : inbox.taken()) {
      var event = letter.event();
      assertThat(letter.contentType()).startsWith("application/cloudevents+json");
      assertThat(letter.signature())
          .isEqualTo(
              SigningKey.of(SigningTest.SECRET)
                  .sign(
                      letter.id(),
                      Long.parseLong(letter.timestamp()),
                      letter.body().getBytes(StandardCharsets.UTF_8)));
      assertThat(event.path("specversion").asString()).isEqualTo("1.0");
      assertThat(event.path("id").asString()).isEqualTo(letter.id());
      assertThat(event.path("source").asString()).isEqualTo("urn:quaestor:test");
      assertThat(event.path("subject").asString()).isEqualTo("inv-1");
      assertThat(OcsfSchema.problems(event.path("data"))).isEmpty();
    }
    await(() -> webhooks.states().getFirst().waiting() == 0, "something still waits");
    assertThat(counted("soc", "delivered")).isEqualTo(8);
  }

  @Test
  void aReceiverThatFailsEverySecondTimeGetsAllInOrder() {
    inbox.behave((event, tries) -> tries == 1 ? 500 : 200);
    start(receiver("soc", inbox.url()));
    for (int i = 0; i < 5; i++) {
      story("inv-" + i);
    }
    awaitTaken(40);

    for (int i = 0; i < 5; i++) {
      assertThat(inbox.takenOf("inv-" + i)).isEqualTo(wholeStory("inv-" + i));
    }
  }

  @Test
  void aFailingInvestigationHoldsUpNoOther() {
    inbox.behave((event, tries) -> event.path("subject").asString().equals("inv-bad") ? 500 : 204);
    start(receiver("soc", inbox.url()));
    story("inv-bad");
    story("inv-good");
    await(() -> inbox.takenOf("inv-good").size() == 8, "the good one was held up");

    assertThat(inbox.takenOf("inv-bad")).isEmpty();
    assertThat(inbox.letters())
        .filteredOn(l -> l.event().path("subject").asString().equals("inv-bad"))
        .allSatisfy(l -> assertThat(l.id()).isEqualTo("inv-bad:1"));
    await(() -> webhooks.states().getFirst().failing() == 1, "nothing fails");
    assertThat(webhooks.states().getFirst().lastError()).isEqualTo("It answered 500.");
  }

  @Test
  void aSlowReceiverIsGivenTheMessageAgainAndHoldsUpNeitherOthersNorTheLedger() {
    try (var other = new Inbox()) {
      inbox.behave(
          (event, tries) -> {
            if (tries == 1 && event.path("id").asString().equals("inv-1:2")) {
              sleep(700);
            }
            return 204;
          });
      start(receiver("slow", inbox.url()), receiver("quick", other.url()));
      var begun = System.nanoTime();
      story("inv-1");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
      await(() -> other.takenOf("inv-1").equals(wholeStory("inv-1")), "the quick one waits");
      awaitTaken(8);

      assertThat(inbox.takenOf("inv-1")).isEqualTo(wholeStory("inv-1"));
    }
  }

  @Test
  void whatIsRecordedWhileTheReceiverIsDeadComesWhenItIsBack() {
    start(receiver("soc", inbox.url()));
    story("inv-1");
    awaitTaken(3);
    inbox.die();
    story("inv-2");
    sleep(200);
    inbox.comeBack();
    awaitTaken(16);

    assertThat(inbox.takenOf("inv-1")).isEqualTo(wholeStory("inv-1"));
    assertThat(inbox.takenOf("inv-2")).isEqualTo(wholeStory("inv-2"));
  }

  @Test
  void aRestartInTheMiddleLosesNothingAndKeepsTheOrder() {
    var calls = new AtomicInteger();
    inbox.behave((event, tries) -> calls.incrementAndGet() % 3 == 0 ? 503 : 204);
    start(receiver("soc", inbox.url()));
    for (int i = 0; i < 6; i++) {
      story("inv-" + i);
      if (i % 2 == 1) {
        webhooks.stop();
        story("inv-down-" + i);
        start(receiver("soc", inbox.url()));
      }
    }
    awaitTaken(72);

    for (int i = 0; i < 6; i++) {
      assertThat(inbox.takenOf("inv-" + i)).isEqualTo(wholeStory("inv-" + i));
    }
    for (int i : new int[] {1, 3, 5}) {
      assertThat(inbox.takenOf("inv-down-" + i)).isEqualTo(wholeStory("inv-down-" + i));
    }
  }

  @Test
  void aProcessThatWasKilledHoldsItsLeaseNoLongerThanItLasts() {
    start(receiver("soc", inbox.url()));
    webhooks.stop();
    story("inv-1");
    var leased = Duration.ofMillis(1_500);
    var begun = System.nanoTime();
    assertThat(store.lease("soc", "killed", leased)).isTrue();
    start(receiver("soc", inbox.url()));
    awaitTaken(1);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(leased);
    awaitTaken(8);
  }

  @Test
  void ofTwoProcessesOneSends() {
    start(receiver("soc", inbox.url()));
    var first = webhooks;
    start(receiver("soc", inbox.url()));
    IntStream.range(0, 10).forEach(i -> story("inv-" + i));
    awaitTaken(80);
    first.stop();

    assertThat(inbox.letters()).hasSize(80);
    story("inv-later");
    awaitTaken(88);
  }

  @Test
  void aReceiverThatIsGoneIsSentNothingUntilATestSucceeds() {
    inbox.behave((event, tries) -> 410);
    start(receiver("soc", inbox.url()));
    story("inv-1");
    await(() -> webhooks.states().getFirst().disabled(), "it is still in use");
    int before = inbox.letters().size();
    sleep(150);
    assertThat(inbox.letters()).hasSize(before);
    assertThat(webhooks.test("soc").orElseThrow().delivered()).isFalse();
    assertThat(webhooks.states().getFirst().disabledBecause()).isEqualTo("It answered 410 Gone.");

    inbox.behave((event, tries) -> 204);
    assertThat(webhooks.test("soc").orElseThrow().delivered()).isTrue();
    await(() -> inbox.takenOf("inv-1").equals(wholeStory("inv-1")), "it is not used again");
  }

  @Test
  void aNewAddressPutsADisabledWebhookToWorkAgain() {
    inbox.behave((event, tries) -> 410);
    start(receiver("soc", inbox.url()));
    story("inv-1");
    await(() -> webhooks.states().getFirst().disabled(), "it is still in use");
    webhooks.stop();
    start(receiver("soc", inbox.url()));
    assertThat(webhooks.states().getFirst().disabled()).isTrue();
    webhooks.stop();

    inbox.behave((event, tries) -> 204);
    start(receiver("soc", inbox.url() + "/new"));
    awaitTaken(8);
  }

  @Test
  void aRedirectIsNotFollowed() {
    inbox.behave((event, tries) -> 307);
    start(receiver("soc", inbox.url()));
    open("inv-1");
    await(() -> webhooks.states().getFirst().failing() == 1, "nothing fails");

    assertThat(webhooks.states().getFirst().lastError())
        .isEqualTo("It answered 307; redirects are not followed.");
  }

  @Test
  void aReceiverThatAsksForRestIsLeftAlone() {
    inbox.askForRest("30");
    inbox.behave((event, tries) -> 429);
    start(receiver("soc", inbox.url()));
    open("inv-1");
    await(() -> !inbox.letters().isEmpty(), "nothing came");
    sleep(400);

    assertThat(inbox.letters()).hasSize(1);
  }

  @Test
  void anEventThatCouldNotBeDeliveredForTooLongIsPassedOverAndCounted() {
    now = Instant.now().minus(Duration.ofDays(4));
    inbox.behave((event, tries) -> event.path("id").asString().equals("inv-1:1") ? 500 : 204);
    start(receiver("soc", inbox.url(), Duration.ofMillis(300), List.of("*")));
    story("inv-1");
    awaitTaken(7);

    assertThat(inbox.takenOf("inv-1")).isEqualTo(wholeStory("inv-1").subList(1, 8));
    assertThat(counted("soc", "given_up")).isEqualTo(1);
  }

  @Test
  void onlyTheTopicsThatAreWantedAreSent() {
    start(
        receiver(
            "chat",
            inbox.url(),
            Duration.ofDays(3),
            List.of("dev.quaestor.approval.*", "dev.quaestor.action.undone")));
    story("inv-1");
    awaitTaken(3);

    assertThat(inbox.takenOf("inv-1")).containsExactly("inv-1:2", "inv-1:4", "undo/act-inv-1/r:2");
    await(() -> webhooks.states().getFirst().waiting() == 0, "something still waits");
  }

  @Test
  void aNewWebhookIsToldOfWhatIsRecordedFromThenOn() {
    story("inv-old");
    start(receiver("soc", inbox.url()));
    story("inv-new");
    awaitTaken(8);

    assertThat(inbox.takenOf("inv-old")).isEmpty();
  }

  @Test
  void aManualActionOutsideAnyCaseIsToldAndSoIsItsUndo() {
    start(receiver("soc", inbox.url()));
    recordOn(
        "remediation/act-9/r",
        null,
        plan("act-9", new Decision.NotNeeded()),
        new LedgerEvent.ActionPrepared("act-9", new Receipt.State(false)),
        new LedgerEvent.ActionProgressed(
            "act-9", new Outcome.Succeeded(new Receipt.State(false), "Isolated.")));
    awaitTaken(1);
    recordOn(
        "undo/act-9/r",
        null,
        new LedgerEvent.UndoRequested("act-9", "undo-9", "bob", null, true),
        new LedgerEvent.UndoProgressed(
            "act-9", "undo-9", new Outcome.Succeeded(new Receipt.None(), "Free.")));
    awaitTaken(3);

    assertThat(inbox.takenOf("act-9"))
        .containsExactly("remediation/act-9/r:3", "undo/act-9/r:1", "undo/act-9/r:2");
    assertThat(
            inbox
                .taken()
                .getLast()
                .event()
                .path("data")
                .path("countermeasures")
                .get(0)
                .path("d3f_technique")
                .path("uid")
                .asString())
        .isEqualTo("D3-RNA");
  }

  @Test
  void anAcceptedOrderThatNoWorkflowTookUpIsToldWhenItIsClosed() {
    start(receiver("soc", inbox.url()));
    recordOn(
        "accepted/act-7",
        null,
        new LedgerEvent.OrderAccepted(
            "act-7",
            new DeviceAction.IsolateDevice(Device.ofId("d1"), DeviceAction.Isolation.FULL),
            ActionSource.MANUAL_DEVICE_ACTION,
            "olga",
            null,
            null,
            null));

    closeOrders();

    awaitTaken(1);
    assertThat(inbox.takenOf("act-7")).containsExactly("settled/remediation/act-7/act-7:1");
    assertThat(inbox.taken().getLast().event().path("type").asString()).endsWith("action.failed");
  }

  @Test
  void anAcceptedOrderOnACaseIsToldWithThatCaseWhenItIsClosed() {
    start(receiver("soc", inbox.url()));
    open("inv-7");
    awaitTaken(1);
    recordOn(
        "accepted/act-6",
        "inv-7",
        new LedgerEvent.OrderAccepted(
            "act-6",
            new DeviceAction.IsolateDevice(Device.ofId("d1"), DeviceAction.Isolation.FULL),
            ActionSource.MANUAL_DEVICE_ACTION,
            "olga",
            null,
            null,
            null));

    closeOrders();

    awaitTaken(2);
    assertThat(inbox.takenOf("inv-7")).contains("settled/remediation/act-6/act-6:1");
  }

  @Test
  void aProposalWhoseWorkflowIsGoneIsToldWhenItIsClosed() {
    start(receiver("soc", inbox.url()));
    recordOn("remediation/act-8/r", null, ordered("act-8", new Decision.Pending(now)));
    awaitTaken(1);

    closeOrders();

    awaitTaken(2);
    assertThat(inbox.takenOf("act-8"))
        .containsExactly("remediation/act-8/r:1", "settled/remediation/act-8/act-8:1");
  }

  private void closeOrders() {
    var open = ledger.openRuns(OpenRun.Of.ORDER, now.plusSeconds(60), "", 10);
    assertThat(open).isNotEmpty();
    open.forEach(
        run -> assertThat(ledger.settle(run, "its workflow was terminated", now)).isTrue());
  }

  @Test
  void aPingIsSignedAndThereIsNoneForANameThatIsNot() {
    start(receiver("soc", inbox.url()));

    assertThat(webhooks.test("soc").orElseThrow().delivered()).isTrue();
    assertThat(inbox.letters().getFirst().event().path("type").asString())
        .isEqualTo("dev.quaestor.webhook.ping");
    assertThat(inbox.letters().getFirst().signature()).startsWith("v1,");
    assertThat(webhooks.test("none")).isEmpty();
  }

  @Test
  void theGaugesSayHowManyWaitAndForHowLong() {
    inbox.behave((event, tries) -> 500);
    start(receiver("soc", inbox.url()));
    open("inv-1");
    await(() -> webhooks.states().getFirst().failing() == 1, "nothing fails");
    gauges.round();

    assertThat(meters.get("quaestor.webhook.waiting").tag("webhook", "soc").gauge().value())
        .isEqualTo(1);
    assertThat(meters.get("quaestor.webhook.lag").tag("webhook", "soc").gauge().value())
        .isGreaterThan(0);
    assertThat(meters.get("quaestor.webhook.failing").tag("webhook", "soc").gauge().value())
        .isGreaterThan(0);
    assertThat(meters.get("quaestor.webhook.disabled").tag("webhook", "soc").gauge().value())
        .isZero();
  }
}
