package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.authority.Person;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.PolicySnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What recording promises, on every database. */
abstract class LedgerContract extends LedgerFixture {

  @Test
  void openingTwicePinsTheSameRevisionEvenAfterANewOne() {
    var first = ledger.open(opening("inv-1", START));
    policies.put("name: stricter", POLICY, "olga", null);

    assertThat(first.revision()).isEqualTo(1);
    assertThat(first.policy()).isEqualTo(POLICY);
    assertThat(ledger.open(opening("inv-1", START)).revision()).isEqualTo(1);
    assertThat(ledger.open(opening("inv-2", START)).revision()).isEqualTo(2);
  }

  @Test
  void aCaseThatWasBegunIsSeenBeforeAnythingIsRecordedOfItAndKeepsItsRevision() {
    policies.put("name: stricter", POLICY, "olga", null);
    ledger.opened(pinnedTo(opening("inv-1", START), 1));

    var seen = ledger.caseRow("inv-1").orElseThrow();

    assertThat(seen.state()).isEqualTo(InvestigationStatus.RUNNING);
    assertThat(ledger.log("inv-1", 0, 0)).isEmpty();
    assertThat(ledger.open(opening("inv-1", START)).revision()).isEqualTo(1);
  }

  @Test
  void theFirstRecordOpensTheCaseWhereNobodyCameToDoSo() {
    var told = batch("inv-1", "inv-1", alert("al-1", Severity.HIGH));
    var opening =
        new LedgerBatch("inv-1", "inv-1", told.entries(), pinnedTo(opening("inv-1", START), 1));
    policies.put("name: stricter", POLICY, "olga", null);

    ledger.record(opening);
    ledger.record(opening);

    var report = ledger.report("inv-1").orElseThrow();
    assertThat(report.alerts()).hasSize(1);
    assertThat(ledger.log("inv-1", 0, 0)).hasSize(1);
    assertThat(ledger.open(opening("inv-1", START)).revision()).isEqualTo(1);
  }

  @Test
  void whatTheFirstRecordSaysOfACaseThatIsOpenChangesNothing() {
    ledger.opened(pinnedTo(opening("inv-1", START), 1));
    var told = batch("inv-1", "inv-1", alert("al-1", Severity.HIGH));
    policies.put("name: stricter", POLICY, "olga", null);

    ledger.record(
        new LedgerBatch("inv-1", "inv-1", told.entries(), pinnedTo(opening("inv-1", START), 2)));

    assertThat(ledger.open(opening("inv-1", START)).revision()).isEqualTo(1);
    assertThat(ledger.report("inv-1").orElseThrow().alerts()).hasSize(1);
  }

  @Test
  void aCaseBeganWhenItsWorkflowSaysWhateverTheClockOfWhoeverOpenedIt() {
    var ahead = START.plus(Duration.ofHours(2));
    var told = batch("inv-1", "inv-1", alert("al-1", Severity.HIGH));
    ledger.opened(pinnedTo(opening("inv-1", ahead), 1));

    ledger.record(
        new LedgerBatch("inv-1", "inv-1", told.entries(), pinnedTo(opening("inv-1", START), 1)));
    ledger.opened(pinnedTo(opening("inv-1", ahead), 1));

    assertThat(ledger.caseRow("inv-1").orElseThrow().startedAt()).isEqualTo(START);
  }

  private Ledger running(int most) {
    return new Ledger(
        database,
        policies,
        new IndicatorStore(database, () -> now),
        new SimpleMeterRegistry(),
        new Capacity(most, Duration.ofSeconds(1)));
  }

  @Test
  void aStartIsToldThePolicyInForceUnlessPlacesAreScarce() {
    policies.put("name: stricter", POLICY, "olga", null);

    assertThat(ledger.policyForStart()).map(PolicySnapshot::revision).hasValue(2);
    assertThat(running(10_000).policyForStart()).map(PolicySnapshot::revision).hasValue(2);
    assertThat(running(1).policyForStart()).isEmpty();
    open("inv-1");
    assertThat(running(1_001).policyForStart()).isPresent();
    open("inv-2");
    assertThat(running(1_001).policyForStart()).isEmpty();
  }

  @Test
  void aCaseDoesNotOpenBeforeThereIsAPolicy() {
    try (var empty = emptyDatabase()) {
      LedgerSchema.migrate(empty);
      var none = new PolicyStore(empty, () -> now);
      var fresh = new Ledger(empty, none, meters);
      assertThatThrownBy(() -> fresh.open(opening("inv-1", START)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no policy");
      none.putFirst("name: default", POLICY, "setup");
      assertThat(fresh.open(opening("inv-1", START)).policy()).isEqualTo(POLICY);
    }
  }

  @Test
  void theSameBatchTwiceIsOnce() {
    open("inv-1");
    var batch =
        batch(
            "inv-1",
            "inv-1",
            alert("al-1", Severity.HIGH),
            plan("a-1", isolate("d1"), new Decision.NotNeeded()),
            new LedgerEvent.ActionProgressed("a-1", succeeded()));
    ledger.record(batch);
    ledger.record(batch);

    var report = ledger.report("inv-1").orElseThrow();
    assertThat(ledger.log("inv-1", 0, 0)).hasSize(3);
    assertThat(report.alerts()).hasSize(1);
    assertThat(report.actions()).hasSize(1);
    assertThat(
            meters
                .counter("quaestor.actions", "type", "ISOLATE_DEVICE", "outcome", "SUCCEEDED")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aBatchThatOverlapsAddsOnlyWhatIsNew() {
    open("inv-1");
    var one = batch("inv-1", "inv-1", alert("al-1", Severity.LOW));
    var two = batch("inv-1", "inv-1", alert("al-2", Severity.LOW));
    ledger.record(one);
    var both = new ArrayList<LedgerEntry>(two.entries());
    both.addAll(one.entries());
    ledger.record(new LedgerBatch("inv-1", "inv-1", both));

    assertThat(ledger.log("inv-1", 0, 0)).extracting(LogLine::seq).containsExactly(1L, 2L);
  }

  @Test
  void aBatchWhosePredecessorsAreMissingIsRefusedWholeAndTakenOnceTheyCame() {
    open("inv-1");
    var first = batch("inv-1", "inv-1", alert("al-1", Severity.LOW));
    var second = batch("inv-1", "inv-1", alert("al-2", Severity.LOW));
    assertThatThrownBy(() -> ledger.record(second))
        .isInstanceOf(OutOfOrderException.class)
        .hasMessage("stream inv-1: event 2 came where 1 is next");
    assertThat(ledger.report("inv-1").orElseThrow().alerts()).isEmpty();

    ledger.record(first);
    ledger.record(second);
    assertThat(ledger.report("inv-1").orElseThrow().alerts())
        .extracting(AlertRow::alertId)
        .containsExactly("al-1", "al-2");
  }

  @Test
  void whatTheLedgerHasLostIsSaidInTheCaseOnceHoweverOftenItsWorkflowTries() {
    open("inv-1");
    tell(
        "inv-1",
        alert("al-1", Severity.LOW),
        new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "1 waits"));
    batch("inv-1", "inv-1", alert("al-2", Severity.LOW), alert("al-3", Severity.LOW));
    var next = batch("inv-1", "inv-1", alert("al-4", Severity.LOW));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ledger.record(next)).isInstanceOf(OutOfOrderException.class);
    }

    assertThat(theCase("inv-1").state()).isEqualTo(InvestigationStatus.PENDING_APPROVAL);
    assertThat(theCase("inv-1").because()).contains("lost events 3 to 4 of inv-1");
    assertThat(ledger.log("inv-1", 0, 0)).hasSize(3);
    assertThat(meters.counter("quaestor.ledger.refused").count()).isEqualTo(3);
  }

  @Test
  void aBatchThatFailsHalfwayLeavesNothingBehind() {
    open("inv-1");
    var good = batch("inv-1", "inv-1", alert("al-1", Severity.HIGH));
    var entries = new ArrayList<>(good.entries());
    entries.add(new LedgerEntry(2, START, plan("a-1", null, new Decision.NotNeeded())));
    assertThatThrownBy(() -> ledger.record(new LedgerBatch("inv-1", "inv-1", entries)))
        .isInstanceOf(NullPointerException.class);

    assertThat(ledger.log("inv-1", 0, 0)).isEmpty();
    assertThat(theCase("inv-1").alerts()).isZero();
    assertThat(theCase("inv-1").severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void theSameBatchFromManyThreadsAtOnceIsOnce() throws Exception {
    open("inv-1");
    var ofCase =
        batch(
            "inv-1",
            "inv-1",
            alert("al-1", Severity.HIGH),
            plan("a-1", isolate("d1"), new Decision.NotNeeded()));
    var ofNoCase =
        batch("remediation/m-1/r", null, plan("m-1", isolate("d2"), decided(true, "ann")));
    atOnce(6, () -> ledger.record(ofCase));
    atOnce(6, () -> ledger.record(ofNoCase));

    assertThat(ledger.log("inv-1", 0, 0)).hasSize(2);
    assertThat(ledger.actions(allActions(0, 10)).total()).isEqualTo(2);
  }

  @Test
  void openingOneCaseFromManyThreadsAtOnceOpensOne() throws Exception {
    atOnce(6, () -> ledger.open(opening("inv-1", START)));
    assertThat(ledger.cases(allCases(0, 10)).total()).isEqualTo(1);
  }

  @Test
  void casesRecordedAtOnceDoNotMix() throws Exception {
    var batches =
        IntStream.range(0, 8)
            .mapToObj(n -> batch(open("inv-" + n), "inv-" + n, alert("al-" + n, Severity.LOW)))
            .toList();
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var done :
          pool.invokeAll(batches.stream().map(b -> (Callable<Void>) () -> recorded(b)).toList())) {
        done.get();
      }
    }
    for (int n = 0; n < 8; n++) {
      assertThat(ledger.casesOfAlert("al-" + n))
          .extracting(CaseRow::investigationId)
          .containsExactly("inv-" + n);
    }
  }

  private Void recorded(LedgerBatch batch) {
    ledger.record(batch);
    return null;
  }

  private static void atOnce(int threads, Runnable work) throws Exception {
    var barrier = new CyclicBarrier(threads);
    Callable<Void> task =
        () -> {
          barrier.await();
          work.run();
          return null;
        };
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (var done : pool.invokeAll(java.util.Collections.nCopies(threads, task))) {
        done.get();
      }
    }
  }

  @Test
  void aCaseToldWithEveryKindOfEventReadsBackWhole() {
    open("inv-1");
    var host = device("d1", "PC-1.corp.example");
    tell(
        "inv-1",
        alert("al-1", Severity.MEDIUM),
        evidence(host, Verdict.UNKNOWN),
        evidence(new Url("https://evil.example/a"), Verdict.NO_THREATS_FOUND),
        evidence(host, Verdict.SUSPICIOUS),
        plan("a-1", isolate("d1"), pending(600)),
        plan("a-2", isolate("d1"), pending(600)),
        new LedgerEvent.ActionDecided(
            "a-2", new Decision.Superseded("a-1", Decision.Superseded.CANCELLED, after(7))),
        new LedgerEvent.RemediationStatusChanged(
            host.key().value(), RemediationStatus.PENDING_APPROVAL),
        new LedgerEvent.StatusChanged(
            InvestigationStatus.PENDING_APPROVAL, "one action waits for a person"));
    assertThat(theCase("inv-1").state()).isEqualTo(InvestigationStatus.PENDING_APPROVAL);
    assertThat(theCase("inv-1").pendingActions()).isEqualTo(1);
    assertThat(theCase("inv-1").endedAt()).isNull();

    tell(
        "inv-1",
        new LedgerEvent.MessageIgnored("decide", Decision.Channel.SIGNAL, "{\"x\":1}", "no ids"),
        new LedgerEvent.ActionDecided("a-1", decided(true, "ann@corp.example")),
        new LedgerEvent.ActionPrepared("a-1", new Receipt.State(false)),
        new LedgerEvent.ActionProgressed("a-1", new Outcome.Unfinished("t-1", true, "It is off.")),
        new LedgerEvent.ActionProgressed("a-1", succeeded()),
        new LedgerEvent.RemediationStatusChanged(host.key().value(), RemediationStatus.REMEDIATED),
        new LedgerEvent.CancelRequested("olga", "false alarm", true, true),
        new LedgerEvent.UndoRequested("a-1", "u-1", "olga", "false alarm", true),
        new LedgerEvent.UndoProgressed("a-1", "u-1", succeeded()),
        new LedgerEvent.StatusChanged(InvestigationStatus.TERMINATED_BY_USER, "olga stopped it"));

    var report = ledger.report("inv-1").orElseThrow();
    assertThat(report.summary().state()).isEqualTo(InvestigationStatus.TERMINATED_BY_USER);
    assertThat(report.summary().because()).isEqualTo("olga stopped it");
    assertThat(report.summary().endedAt()).isEqualTo(after(19));
    assertThat(report.summary().startedAt()).isEqualTo(START);
    assertThat(report.summary().severity()).isEqualTo(Severity.MEDIUM);
    assertThat(report.summary().verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(report.summary().policyRevision()).isEqualTo(1);
    assertThat(report.alerts().getFirst().techniques()).containsExactly("T1059.001");
    assertThat(report.evidence()).hasSize(2);
    var first = report.evidence().getFirst();
    assertThat(first.assessment().evidence().entity()).isEqualTo(host);
    assertThat(first.assessment().reasons()).hasSize(1);
    assertThat(first.remediationStatus()).isEqualTo(RemediationStatus.REMEDIATED);
    assertThat(first.firstSeenAt()).isEqualTo(after(2));
    assertThat(report.actions()).extracting(ActionRow::actionId).containsExactly("a-1", "a-2");
    assertAction(report.actions().getFirst());
    assertThat(report.actions().get(1).decision().status()).isEqualTo(DecisionStatus.SUPERSEDED);
    assertThat(report.actions().get(1).decision().comment()).contains("cancelled in Temporal");
    assertThat(report.actions().get(1).decision().decidedBy()).isNull();
    assertThat(report.actions().get(1).decision().supersededBy()).isEqualTo("a-1");
    assertThat(ledger.log("inv-1", 0, 0))
        .extracting(LogLine::type)
        .contains("messageIgnored", "cancelRequested", "undoProgressed")
        .hasSize(19);
  }

  private static void assertAction(ActionRow action) {
    assertThat(action.action()).isEqualTo(isolate("d1"));
    assertThat(action.workflowId()).isEqualTo("investigation/inv-1");
    assertThat(action.plan().ruleId()).isEqualTo("rule-1");
    assertThat(action.plan().planHash()).isEqualTo("hash-a-1");
    assertThat(action.createdAt()).isEqualTo(after(5));
    assertThat(action.decision())
        .isEqualTo(
            new ActionRow.DecisionView(
                DecisionStatus.APPROVED,
                "ann@corp.example",
                after(60),
                "as agreed",
                true,
                Decision.Channel.UPDATE,
                after(600),
                null,
                List.of(),
                0));
    assertThat(action.execution())
        .isEqualTo(
            new ActionRow.ExecutionView(
                Execution.SUCCEEDED,
                "The device reports isolated.",
                null,
                after(12),
                after(14),
                true));
    assertThat(action.undo())
        .isEqualTo(
            new ActionRow.UndoView(
                UndoState.UNDONE,
                "u-1",
                "olga",
                "false alarm",
                "The device reports isolated.",
                after(18)));
    assertThat(action.d3fend()).containsExactly("D3-NI");
  }

  @Test
  void theLogGoesOnFromAnyPlaceAndHoldsTheUndosOfTheCase() {
    isolated("inv-1", "a-1");
    open("inv-2");
    tell("inv-2", alert("al-9", Severity.LOW));
    tellOn(
        "undo/a-1/run-1",
        "inv-1",
        new LedgerEvent.UndoRequested("a-1", "u-1", "olga", null, true),
        new LedgerEvent.UndoProgressed("a-1", "u-1", succeeded()));

    var log = ledger.log("inv-1", 0, 0);
    assertThat(log).hasSize(7).isSortedAccordingTo(java.util.Comparator.comparing(LogLine::id));
    assertThat(log.getLast().stream()).isEqualTo("undo/a-1/run-1");
    assertThat(log.getLast().event().path("outcome").path("type").asString())
        .isEqualTo("succeeded");
    assertThat(ledger.log("inv-1", log.get(4).id(), 1)).containsExactly(log.get(5));
    assertThat(ledger.log("inv-none", 0, 0)).isEmpty();
  }

  @Test
  void hostileTextIsKeptAndFailsNothing() {
    String hostile =
        "\u0000\u0007<script>alert(1)</script>'; drop table action; -- \uD800 %_!\r\n\u202E"
            + "x".repeat(200_000);
    ledger.open(
        new CaseOpening(
            "inv-1",
            "investigation/" + hostile,
            hostile,
            hostile,
            Severity.LOW,
            hostile,
            START,
            null));
    var url = new Url("https://evil.example/\u0000" + "a/".repeat(50_000));
    tell(
        "inv-1",
        new LedgerEvent.AlertAdded(
            hostile,
            dev.quaestor.alert.AlertSource.QUAESTOR,
            hostile,
            Severity.LOW,
            List.of(hostile),
            null,
            identityOf(hostile),
            "said",
            1,
            null,
            null),
        evidence(url, Verdict.MALICIOUS),
        evidence(device("d\u0000", hostile), Verdict.UNKNOWN),
        new LedgerEvent.RemediationStatusChanged(url.key().value(), RemediationStatus.REMEDIATED),
        plan("a-1", new dev.quaestor.action.EmailAction.BlockUrl(url), pending(60)),
        new LedgerEvent.ActionDecided(
            "a-1",
            new Decision.ByPerson(
                false, hostile, false, Decision.Channel.SIGNAL, hostile, hostile, START)),
        new LedgerEvent.ActionProgressed("a-1", new Outcome.Failed(hostile, hostile)),
        new LedgerEvent.MessageIgnored("decide", Decision.Channel.SIGNAL, hostile, hostile),
        new LedgerEvent.StatusChanged(InvestigationStatus.FAILED, hostile));

    String cleaned = hostile.replace('\u0000', '\uFFFD').replace('\uD800', '\uFFFD');
    var report = ledger.report("inv-1").orElseThrow();
    assertThat(report.summary().title()).isEqualTo(cleaned);
    assertThat(report.alerts().getFirst().title()).isEqualTo(hostile.replace('\uD800', '\uFFFD'));
    assertThat(report.evidence().getFirst().assessment().evidence().entity()).isEqualTo(url);
    assertThat(report.evidence().getFirst().remediationStatus())
        .isEqualTo(RemediationStatus.REMEDIATED);
    assertThat(action("a-1").decision().decidedBy()).isEqualTo(cleaned);
    assertThat(ledger.casesOfAlert(hostile)).hasSize(1);
    assertThat(ledger.log("inv-1", 0, 0)).hasSize(9);
    assertThat(
            ledger
                .actions(new ActionFilter(null, null, null, null, hostile, hostile, 0, 10))
                .items())
        .isEmpty();
    assertThat(
            ledger.cases(new CaseFilter(null, null, null, null, hostile, hostile, 0, 10)).items())
        .hasSize(1);
  }

  @Test
  void whatItTakesToApproveAndWhatThereIsOfItIsKeptAndStaysOnceItIsDecided() {
    var terms =
        new ApprovalTerms(
            "two",
            2,
            List.of(),
            true,
            null,
            List.of(
                new ApprovalTerms.Notice(Duration.ofDays(1), List.of()),
                new ApprovalTerms.Notice(Duration.ofDays(3), List.of("soc-leads"))));
    var pia = new Person("token:pia", "pia");
    tell(
        "inv-1",
        plan("a-1", isolate("d1"), new Decision.Pending(after(600))).on(terms, List.of(pia)),
        new LedgerEvent.ApprovalGiven("a-1", given("", "ann"), 1, 2),
        // Somebody of that name whom a starter vouches for.
        new LedgerEvent.ApprovalGiven("a-1", given("token:ann", "Ann"), 1, 2),
        new LedgerEvent.Reminded("a-1", 1));

    var waits = ledger.action("a-1").orElseThrow();
    assertThat(waits.asked()).isEqualTo(terms);
    assertThat(Objects.requireNonNull(waits.plan().terms()).authors()).containsExactly(pia);
    assertThat(waits.decision().status()).isEqualTo(DecisionStatus.PENDING);
    assertThat(waits.decision().given()).containsExactly(given("token:ann", "Ann"));
    assertThat(waits.decision().told()).isEqualTo(1);

    tell("inv-1", new LedgerEvent.ActionDecided("a-1", decided(true, "olga")));
    var done = ledger.action("a-1").orElseThrow();
    assertThat(done.decision().decidedBy()).isEqualTo("olga");
    assertThat(done.decision().given()).hasSize(1);
    tell("inv-1", new LedgerEvent.ApprovalGiven("a-1", given("token:late", "late"), 2, 2));
    assertThat(ledger.action("a-1").orElseThrow().decision().given()).hasSize(1);
  }

  private Approval given(String id, String name) {
    return new Approval(new Person(id, name), "yes", null, after(5));
  }
}
