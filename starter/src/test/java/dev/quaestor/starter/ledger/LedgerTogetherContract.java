package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.HeldState;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What recording promises to many that call at once, on every database. */
abstract class LedgerTogetherContract extends LedgerFixture {
  private CountedDataSource counted;

  @BeforeEach
  void countWhatIsSent() {
    counted = new CountedDataSource(database);
    ledger = new Ledger(counted, policies, meters);
  }

  private Ledger another() {
    return new Ledger(database, policies, meters);
  }

  private static LedgerBatch at(
      String stream, @Nullable String caseId, long seq, LedgerEvent... e) {
    return new LedgerBatch(
        stream,
        caseId,
        IntStream.range(0, e.length)
            .mapToObj(i -> new LedgerEntry(seq + i, after(seq + i), e[i]))
            .toList());
  }

  /** What an automatic case tells, by and by. */
  private static List<LedgerBatch> story(String id) {
    var action = "act-" + id;
    return List.of(
        at(
            id,
            id,
            1,
            alert("al-" + id, Severity.HIGH),
            evidence(device("d-" + id, "pc"), Verdict.UNKNOWN),
            evidence(device("e-" + id, "pc-2"), Verdict.MALICIOUS),
            plan(action, isolate("d-" + id), new Decision.NotNeeded())),
        at(
            id,
            id,
            5,
            new LedgerEvent.ActionPrepared(action, new dev.quaestor.action.Receipt.State(false)),
            new LedgerEvent.ActionProgressed(action, succeeded())),
        at(id, id, 7, new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done")));
  }

  private static Claim claim(String id) {
    return new Claim("act-" + id, id, HeldState.of(isolate("d-" + id), null).orElseThrow(), false);
  }

  @Test
  void manyCasesAtOnceAreEachWholeWhateverBadOnesComeBetween() throws Exception {
    int cases = 64;
    var other = another();
    var refused = new AtomicInteger();
    var stories =
        IntStream.range(0, cases)
            .mapToObj(
                n ->
                    (Callable<Void>)
                        () -> {
                          tellAll("inv-" + n, n % 2 == 0 ? ledger : other, n % 4 == 3, refused);
                          return null;
                        })
            .toList();
    try (var pool = Executors.newFixedThreadPool(32)) {
      for (var done : pool.invokeAll(stories)) {
        done.get();
      }
    }
    assertThat(refused.get()).isEqualTo(cases / 4 * 2);
    for (int n = 0; n < cases; n++) {
      var id = "inv-" + n;
      assertThat(ledger.log(id, 0, 0))
          .filteredOn(line -> line.stream().equals(id))
          .extracting(LogLine::seq)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
      assertThat(theCase(id).state()).isEqualTo(InvestigationStatus.REMEDIATED);
      assertThat(theCase(id).verdict()).isEqualTo(Verdict.MALICIOUS);
      assertThat(action("act-" + id).undo().state()).isEqualTo(UndoState.AVAILABLE);
    }
    assertThat(
            meters
                .counter("quaestor.actions", "type", "ISOLATE_DEVICE", "outcome", "SUCCEEDED")
                .count())
        .isEqualTo(cases);
  }

  private static void tellAll(String id, Ledger to, boolean alsoBad, AtomicInteger refused) {
    to.open(
        new dev.quaestor.ledger.CaseOpening(
            id, "w/" + id, "r", id, Severity.LOW, "s", START, null));
    assertThat(to.claim(claim(id)).contested()).isFalse();
    var story = story(id);
    to.record(story.getFirst());
    if (alsoBad) {
      try {
        to.record(story.get(2));
      } catch (OutOfOrderException e) {
        refused.incrementAndGet();
      }
      try {
        to.record(at(id, id, 5, plan("bad-" + id, null, new Decision.NotNeeded())));
      } catch (NullPointerException e) {
        refused.incrementAndGet();
      }
    }
    to.record(story.get(1));
    to.record(story.get(1));
    to.record(story.get(2));
  }

  @Test
  void twoStartersThatWriteOfTheSameThingsBothWays() throws Exception {
    var ids = IntStream.range(0, 8).mapToObj(n -> "inv-" + n).toList();
    ids.forEach(id -> ledger.open(opening(id, START)));
    ids.forEach(id -> ledger.record(story(id).getFirst()));
    var starters = List.of(ledger, another());
    var calls = new ArrayList<Callable<Void>>();
    for (int i = 0; i < 64; i++) {
      int n = i;
      calls.add(
          () -> {
            var id = ids.get(n / 2 % 2 == 0 ? n / 2 % 8 : 7 - n / 2 % 8);
            starters
                .get(n % 2)
                .record(
                    at(
                        "undo/act-" + id + "/r" + n,
                        id,
                        1,
                        new LedgerEvent.UndoRequested("act-" + id, "u-" + n, "ann", null, true)));
            return null;
          });
    }
    try (var pool = Executors.newFixedThreadPool(32)) {
      for (var done : pool.invokeAll(calls)) {
        done.get();
      }
    }
    assertThat(ids.stream().mapToInt(id -> ledger.log(id, 0, 0).size()).sum())
        .isEqualTo(8 * 4 + 64);
  }

  private static final int PLACES = 8;

  private Ledger bounded() {
    return new Ledger(
        database,
        policies,
        new IndicatorStore(database, () -> now),
        meters,
        new Capacity(PLACES, Duration.ofSeconds(1)));
  }

  /** Asks for all of them at once, of two starters in turn, and says which run. */
  private List<String> asked(List<String> ids, List<Ledger> starters) throws Exception {
    var admitted = new ConcurrentSkipListSet<String>();
    try (var pool = Executors.newFixedThreadPool(16)) {
      var calls = new ArrayList<Callable<Void>>();
      for (int n = 0; n < ids.size(); n++) {
        var id = ids.get(n);
        var starter = starters.get(n % starters.size());
        var opening = opening(id, after(id.hashCode() % 5));
        calls.add(
            () -> {
              try {
                starter.open(opening);
                admitted.add(id);
              } catch (ApplicationFailure noRoom) {
                assertThat(noRoom.getType()).isEqualTo(FailureType.NO_ROOM.name());
              }
              return null;
            });
      }
      for (var done : pool.invokeAll(calls)) {
        done.get();
      }
    }
    return List.copyOf(admitted);
  }

  private List<String> running() {
    return ledger
        .cases(new CaseFilter(InvestigationStatus.RUNNING, null, null, null, null, null, 0, 100))
        .items()
        .stream()
        .map(CaseRow::investigationId)
        .sorted()
        .toList();
  }

  @Test
  void noMoreCasesRunThanThereArePlacesHoweverManyStartersOpenThemAtOnce() throws Exception {
    var starters = List.of(bounded(), bounded(), bounded());
    var ids = IntStream.range(10, 58).mapToObj(n -> "inv-" + n).toList();

    assertThat(asked(ids, starters)).hasSizeLessThanOrEqualTo(PLACES).isEqualTo(running());
    // Those that queued since earlier have their places first, so it may take some asking.
    for (int tries = 0; running().size() < PLACES && tries < 50; tries++) {
      asked(ids, starters);
    }
    assertThat(running()).hasSize(PLACES);

    var ended = running().subList(0, 5);
    for (var id : ended) {
      ledger.record(
          at(id, id, 1, new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done")));
    }
    var waiting = ids.stream().filter(id -> !ended.contains(id)).toList();
    for (int tries = 0; running().size() < PLACES && tries < 50; tries++) {
      assertThat(asked(waiting, starters)).hasSizeLessThanOrEqualTo(PLACES);
    }
    assertThat(running()).hasSize(PLACES);
  }

  @Test
  void revisionsThatArePutAtOnceFollowOneAnother() throws Exception {
    int texts = 24;
    var stores = List.of(policies, new PolicyStore(database, () -> now));
    try (var pool = Executors.newFixedThreadPool(texts)) {
      var calls =
          IntStream.range(0, texts)
              .mapToObj(
                  n ->
                      (Callable<PolicyStore.Put>)
                          () -> stores.get(n % 2).put("name: p" + n, POLICY, "olga", null))
              .toList();
      for (var done : pool.invokeAll(calls)) {
        assertThat(done.get().unchanged()).isFalse();
      }
    }
    assertThat(policies.history(0, 100).items())
        .extracting(PolicyRevision::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, texts + 1).boxed().toList().reversed());
  }

  @Test
  void ofTwoRevisionsThatAreWrittenOverTheSameOneOnlyTheFirstIsPut() throws Exception {
    try (var pool = Executors.newFixedThreadPool(8)) {
      var calls =
          IntStream.range(0, 8)
              .mapToObj(
                  n ->
                      (Callable<Optional<PolicyStore.Put>>)
                          () -> policies.putAfter(1, "name: p" + n, POLICY, "olga", null))
              .toList();
      int put = 0;
      for (var done : pool.invokeAll(calls)) {
        put += done.get().isPresent() ? 1 : 0;
      }
      assertThat(put).isOne();
    }
  }

  @Test
  void aNameIsGivenOnceHoweverManyStartersAreAskedForItAtOnce() throws Exception {
    var people =
        List.of(new PersonStore(database, () -> now), new PersonStore(database, () -> now));
    var stores = List.of(tokens, new TokenStore(database, () -> now));
    var given = new AtomicInteger();
    try (var pool = Executors.newFixedThreadPool(16)) {
      var calls =
          IntStream.range(0, 16)
              .mapToObj(
                  n ->
                      (Callable<Void>)
                          () -> {
                            people
                                .get(n % 2)
                                .addLocal("Ann"::equals, "Ann", null, Set.of(), Scope.ALL, "admin")
                                .ifPresent(made -> given.incrementAndGet());
                            stores
                                .get(n % 2)
                                .addUnless(
                                    known -> known.name().equals("siem"),
                                    "secret-" + n,
                                    "siem",
                                    Set.of("VIEWER"),
                                    "admin",
                                    null)
                                .ifPresent(made -> given.incrementAndGet());
                            return null;
                          })
              .toList();
      for (var done : pool.invokeAll(calls)) {
        done.get();
      }
    }
    assertThat(given).hasValue(2);
  }

  @Test
  void whatIsNotDurableIsNotAnswered() throws Exception {
    var ids = IntStream.range(0, 6).mapToObj(n -> open("inv-" + n)).toList();
    counted.beforeCommit =
        () -> {
          throw new SQLException("the power is gone", "08006");
        };
    for (var one : atOnce(ids)) {
      assertThatThrownBy(one::get).hasRootCauseMessage("the power is gone");
    }
    counted.beforeCommit = () -> {};
    ids.forEach(id -> assertThat(ledger.log(id, 0, 0)).isEmpty());
    for (var one : atOnce(ids)) {
      one.get();
    }
    ids.forEach(id -> assertThat(ledger.log(id, 0, 0)).hasSize(4));
    assertThat(meters.find("quaestor.time.to.verdict").timer()).isNotNull();
    assertThat(meters.get("quaestor.time.to.verdict").timer().count()).isEqualTo(6);
  }

  private List<Future<Void>> atOnce(List<String> ids) {
    try (var pool = Executors.newFixedThreadPool(ids.size())) {
      return ids.stream()
          .map(
              id ->
                  pool.submit(
                      (Callable<Void>)
                          () -> {
                            ledger.record(story(id).getFirst());
                            return null;
                          }))
          .toList();
    }
  }

  @Test
  void whatComesWhileAnotherIsWrittenIsWrittenInOneTransactionWithAsManyStatements()
      throws Exception {
    var ids = IntStream.range(0, 11).mapToObj(n -> open("inv-" + n)).toList();
    ledger.record(story(ids.getFirst()).getFirst());
    counted.reset();
    ledger.record(story(ids.get(1)).getFirst());
    long alone = counted.statements.get();
    counted.reset();
    var begun = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    counted.beforeCommit =
        () -> {
          begun.countDown();
          try {
            held.await();
          } catch (InterruptedException e) {
            throw new SQLException(e);
          }
        };
    try (var pool = Executors.newCachedThreadPool()) {
      var calls = new ArrayList<Future<?>>();
      calls.add(pool.submit(() -> ledger.record(story(ids.get(2)).getFirst())));
      begun.await();
      ids.subList(3, 11)
          .forEach(id -> calls.add(pool.submit(() -> ledger.record(story(id).getFirst()))));
      while (ledger.waitingToBeWritten() < 8) {
        Thread.onSpinWait();
      }
      held.countDown();
      for (var call : calls) {
        call.get();
      }
    }
    assertThat(counted.commits.get()).isEqualTo(2);
    assertThat(counted.statements.get()).isEqualTo(2 * alone);
  }

  /** Grows with what is told, and with nothing else: not with its cases, not with its events. */
  @Test
  void anAutomaticCaseTakesFourTransactionsAndFewStatements() {
    ledger.open(opening("inv-0", START));
    counted.reset();
    ledger.open(opening("inv-1", START));
    ledger.claim(claim("inv-1"));
    ledger.record(story("inv-1").getFirst());
    ledger.record(
        at(
            "inv-1",
            "inv-1",
            5,
            story("inv-1").get(1).entries().get(0).event(),
            story("inv-1").get(1).entries().get(1).event(),
            story("inv-1").get(2).entries().get(0).event()));
    assertThat(counted.commits.get()).isEqualTo(4);
    assertThat(counted.statements.get()).isLessThanOrEqualTo(29);
  }

  @Test
  void aCaseThatIsOpenedByItsFirstRecordTakesOneTransaction() {
    counted.reset();
    var written =
        ledger.write(
            new Writing(
                pinnedTo(opening("inv-1", START), 1),
                List.of(story("inv-1").getFirst()),
                List.of(claim("inv-1"))));

    assertThat(counted.commits.get()).isEqualTo(1);
    assertThat(written.pinned()).isEqualTo(new Writing.Pinned(1, false));
    assertThat(written.claimed()).singleElement().matches(c -> !c.contested());
    assertThat(theCase("inv-1").verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(theCase("inv-1").severity()).isEqualTo(Severity.HIGH);
    assertThat(theCase("inv-1").policyRevision()).isEqualTo(1);
    ledger.record(story("inv-1").get(1));
    assertThat(ledger.brief("act-inv-1"))
        .isInstanceOf(dev.quaestor.ledger.UndoBrief.Undoable.class);
  }

  @Test
  void ofACallWhoseEventsAreRefusedNothingIsWritten() {
    var writing =
        new Writing(
            opening("inv-1", START), List.of(story("inv-1").get(1)), List.of(claim("inv-1")));
    assertThatThrownBy(() -> ledger.write(writing)).isInstanceOf(OutOfOrderException.class);
    assertThat(ledger.caseRow("inv-1")).isEmpty();
    assertThat(ledger.log("inv-1", 0, 0)).isEmpty();
  }

  @Test
  void aCaseThatStartsWithARevisionThatIsGoneIsNotOpened() {
    var writing = Writing.of(pinnedTo(opening("inv-1", START), 7));
    assertThatThrownBy(() -> ledger.write(writing)).hasMessageContaining("policy revision 7");
    assertThat(ledger.caseRow("inv-1")).isEmpty();
  }

  @Test
  void ofTwoThatClaimAtOnceTheSecondSeesWhoEndsTheState() {
    open("inv-1");
    var state = HeldState.of(isolate("d1"), null).orElseThrow();
    var claimed =
        ledger
            .write(
                new Writing(
                    null,
                    List.of(),
                    List.of(
                        new Claim("a-1", "inv-1", state, true),
                        new Claim("a-2", "inv-1", state, false))))
            .claimed();
    assertThat(claimed).extracting(c -> c.contested()).containsExactly(false, true);
  }
}
