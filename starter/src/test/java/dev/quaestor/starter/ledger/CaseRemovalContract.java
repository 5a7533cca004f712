package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.HeldState;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A case that is past its time goes as a whole, or not at all. */
abstract class CaseRemovalContract extends LedgerFixture {
  static final Instant ENDED = START.plus(Duration.ofDays(1));
  static final Instant LATER = START.plus(Duration.ofDays(100));

  private CaseRemoval cases() {
    return new CaseRemoval(database, () -> LATER);
  }

  /** A case that has something in each table, and has ended. */
  void closed(String id) {
    closed(id, ENDED);
  }

  void closed(String id, Instant at) {
    isolated(id, "act-" + id);
    ledger.claim(new Claim("act-" + id, id, HeldState.of(isolate(id), null).orElseThrow(), false));
    ledger.keepAlert("said by " + id, "{}".getBytes(StandardCharsets.UTF_8));
    var file = new FileArtifact("d1", "a.exe", "C:\\Temp", "ab".repeat(32), null, null, null, null);
    tell(
        id,
        alert("large-" + id, Severity.LOW, "said by " + id, 1),
        evidence(file, Verdict.SUSPICIOUS),
        evidence(device("d-" + id, "pc-" + id), Verdict.UNKNOWN),
        new LedgerEvent.Classified(
            "al-" + id,
            null,
            Classification.FALSE_POSITIVE,
            Determination.NOT_MALICIOUS,
            "ann@corp.example",
            "Ours",
            true));
    ledger.say("note-" + id, id, START, new LedgerEvent.NoteAdded("Seen before", "ann"));
    ledger.say("tags-" + id, id, START, new LedgerEvent.Tagged(List.of("q4"), "ann"));
    new CallerRequests(database, () -> START).make("act-" + id, "token:tok-1", null);
    ledger.meet("dev-" + id, List.of("key " + id), START);
    ledger.lead("dev-" + id, List.of("key " + id), "dev-" + id, id, START);
    sourceAlert("da-" + id, id, START);
    ended(id, at);
    var feed = new EventFeed(database, () -> now.plus(Duration.ofDays(3650)));
    var deliveries = new DeliveryStore(database, feed, () -> now);
    deliveries.register("siem", "https://siem.example/hook", true);
    deliveries.scan("siem");
  }

  private void ended(String id, Instant at) {
    ledger.record(
        new LedgerBatch(
            "end-" + id,
            id,
            List.of(
                new LedgerEntry(
                    1,
                    at,
                    new LedgerEvent.StatusChanged(
                        InvestigationStatus.PARTIALLY_INVESTIGATED, "as told")))));
  }

  private void sourceAlert(String alertId, String caseId, Instant at) {
    var sources = new AlertSourceStore(database, () -> at);
    sources.standing("defender", at);
    sources.taken(
        "defender",
        List.of(
            new AlertSourceStore.Kept(
                alertId,
                "microsoftdefenderforendpoint " + alertId,
                "hash-4",
                "hash-5",
                caseId == null ? AlertSourceStore.Outcome.RESOLVED : AlertSourceStore.Outcome.TAKEN,
                caseId,
                null,
                null,
                null,
                null)),
        at,
        true);
  }

  private List<String> due(Instant before) {
    return cases().due(before, null, 100).stream().map(CaseRemoval.Due::investigationId).toList();
  }

  Optional<RemovedCase> removed(String id) {
    return removed(cases(), id);
  }

  static Optional<RemovedCase> removed(CaseRemoval cases, String id) {
    var due =
        cases.due(LATER, null, 100).stream()
            .filter(one -> one.investigationId().equals(id))
            .findFirst();
    return due.flatMap(
        one -> cases.remove(one, LATER, "a test", cases.traces(id, line -> {}), "2026-03/x.gz"));
  }

  /** Each table with the rows in it that say something of a case, whatever the column. */
  private Map<String, Long> mentioning(String id) {
    var jdbc = JdbcClient.create(database);
    var rows = new TreeMap<String, Long>();
    for (var table : tables()) {
      // What an alert says goes by a time of its own.
      if (table.equals("removed_case") || table.equals("alert_body")) {
        continue;
      }
      var found =
          jdbc.sql("select * from " + table).query().listOfRows().stream()
              .filter(row -> says(row.values(), id))
              .count();
      if (found > 0) {
        rows.put(table, found);
      }
    }
    return rows;
  }

  private static boolean says(Iterable<Object> values, String id) {
    var word = Pattern.compile("(?<![\\w])" + id + "(?![\\w])");
    for (var value : values) {
      if (value != null && word.matcher(value.toString()).find()) {
        return true;
      }
    }
    return false;
  }

  private List<String> tables() {
    return JdbcClient.create(database)
        .sql(
            """
            select lower(table_name) from information_schema.tables
            where lower(table_schema) = lower(:schema) and table_type like '%TABLE'""")
        .param("schema", schema())
        .query(String.class)
        .list()
        .stream()
        .filter(table -> !table.startsWith("flyway"))
        .toList();
  }

  private String schema() {
    try (var connection = database.getConnection()) {
      return connection.getSchema();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long rows(String table) {
    return JdbcClient.create(database)
        .sql("select count(*) from " + table)
        .query(Long.class)
        .single();
  }

  @Test
  void aCaseGoesWithAllThatBelongsToItAndNothingElse() {
    closed("inv-2");
    var mentions = rows("evidence_mention");
    var actionMentions = rows("action_mention");
    assertThat(mentions).isGreaterThan(1);
    closed("inv-1");
    var other = mentioning("inv-2");
    assertThat(mentioning("inv-1"))
        .isEqualTo(other)
        .containsKeys(
            "ledger_event", "investigation", "alert", "evidence", "action", "source_alert");

    var gone = removed("inv-1").orElseThrow();

    assertThat(mentioning("inv-1")).isEmpty();
    assertThat(mentioning("inv-2")).isEqualTo(other);
    // What names a case by nothing that can be read: as many as the other one has.
    assertThat(rows("evidence_mention")).isEqualTo(mentions);
    assertThat(rows("action_mention")).isEqualTo(actionMentions);
    assertThat(rows("caller_request")).isOne();
    assertThat(gone.traces().events()).isEqualTo(ledger.log("inv-2", 0, 0).size());
    assertThat(cases().find("inv-1")).contains(gone);
    assertThat(ledger.removedCase("inv-1")).contains(gone);
    assertThat(gone.endedAt()).isEqualTo(ENDED);
    assertThat(gone.actions()).isOne();
    assertThat(gone.alerts()).isEqualTo(2);
    assertThat(ledger.report("inv-1")).isEmpty();
    assertThat(ledger.report("inv-2")).isPresent();
  }

  @Test
  void itsEventsAreKnownByTheHashOfTheLinesThatAnArchiveHas() {
    closed("inv-1");
    var lines = new ArrayList<String>();

    var traces =
        cases().traces("inv-1", line -> lines.add(new String(line, StandardCharsets.UTF_8)));

    assertThat(lines).hasSize((int) traces.events());
    assertThat(Sha256.of(lines.stream().collect(Collectors.joining("\n", "", "\n"))))
        .isEqualTo(traces.sha256());
  }

  @Test
  void aCaseStaysToTheLastMomentOfItsTime() {
    closed("inv-1");

    assertThat(due(ENDED)).isEmpty();
    assertThat(due(ENDED.plusNanos(1000))).containsExactly("inv-1");
  }

  @Test
  void aClockThatIsAheadRemovesNothing() {
    closed("inv-1", Instant.now().minus(Duration.ofDays(10)));
    var stepped = new CaseRemoval(database, () -> Instant.parse("2100-01-01T00:00:00Z"));

    assertThat(stepped.now()).isBefore(Instant.now().plusSeconds(60));
    assertThat(due(stepped.now().minus(Duration.ofDays(30)))).isEmpty();
    assertThat(new CaseRemoval(database, () -> START).now()).isEqualTo(START);
  }

  enum Why {
    OPEN,
    WAITING,
    ORDERED,
    UNDOING,
    SAID_SINCE,
    HELD,
    ITS_ALERT_IS_OPEN,
    ITS_STATE_IS_SHARED
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void aCaseStaysWhile(Why why) {
    switch (why) {
      case OPEN -> isolated("inv-1", "act-1");
      case WAITING -> {
        open("inv-1");
        tell("inv-1", plan("a-2", isolate("d2"), pending(600)));
        ended("inv-1", ENDED);
      }
      case ORDERED -> {
        closed("inv-1");
        tellOn(
            "remediation/a-2",
            "inv-1",
            new LedgerEvent.OrderAccepted(
                "a-2", isolate("d2"), ActionSource.MANUAL_DEVICE_ACTION, "ann", null, null, null));
      }
      case UNDOING -> {
        closed("inv-1");
        tellOn(
            "undo/act-inv-1/r",
            "inv-1",
            new LedgerEvent.UndoRequested("act-inv-1", "undo-1", "olga", null, true));
      }
      case SAID_SINCE -> {
        closed("inv-1");
        ledger.say("note-9", "inv-1", LATER, new LedgerEvent.NoteAdded("Again", "ann"));
      }
      case HELD -> {
        closed("inv-1");
        ledger.say("tags-9", "inv-1", START, new LedgerEvent.Tagged(List.of("Legal-Hold"), "olga"));
      }
      case ITS_ALERT_IS_OPEN -> {
        closed("inv-1");
        open("inv-2");
        tell("inv-2", alert("al-inv-1", Severity.LOW, "more", 2));
      }
      case ITS_STATE_IS_SHARED -> {
        closed("inv-1");
        open("inv-2");
        ledger.claim(
            new Claim("a-9", "inv-2", HeldState.of(isolate("inv-1"), null).orElseThrow(), false));
      }
    }

    assertThat(due(LATER)).doesNotContain("inv-1");
  }

  @Test
  void twoCasesThatShareAStateAndAreBothPastTheirTimeDoNotKeepEachOther() {
    closed("inv-1");
    closed("inv-2");
    ledger.claim(
        new Claim("a-9", "inv-2", HeldState.of(isolate("inv-1"), null).orElseThrow(), false));

    assertThat(due(LATER)).containsExactly("inv-1", "inv-2");
  }

  @Test
  void whoeverLetsGoOfAHoldLetsTheCaseGo() {
    closed("inv-1");
    ledger.say("t-1", "inv-1", START, new LedgerEvent.Tagged(List.of("legal-hold"), "olga"));
    assertThat(due(LATER)).isEmpty();

    ledger.say("t-2", "inv-1", START, new LedgerEvent.Tagged(List.of(), "olga"));

    assertThat(due(LATER)).containsExactly("inv-1");
  }

  @Test
  void aWordBetweenTheChoiceAndTheRemovalKeepsIt() {
    closed("inv-1");
    var cases = cases();
    var due = cases.due(LATER, null, 10).getFirst();
    var traces = cases.traces("inv-1", line -> {});
    ledger.say("note-9", "inv-1", LATER, new LedgerEvent.NoteAdded("Wait", "ann"));

    assertThat(cases.remove(due, LATER, "a test", traces, null)).isEmpty();

    assertThat(ledger.report("inv-1")).isPresent();
    assertThat(cases.find("inv-1")).isEmpty();
  }

  @Test
  void aWordThatIsOldButNotInTheArchiveKeepsItToo() {
    closed("inv-1");
    var cases = cases();
    var due = cases.due(LATER, null, 10).getFirst();
    var traces = cases.traces("inv-1", line -> {});
    ledger.say("note-9", "inv-1", START, new LedgerEvent.NoteAdded("Late", "ann"));

    assertThat(cases.remove(due, LATER, "a test", traces, null)).isEmpty();
    assertThat(removed("inv-1")).isPresent();
  }

  @Test
  void ofTwoStartersOneRemovesACase() throws Exception {
    closed("inv-1");
    var other = cases();
    var due = other.due(LATER, null, 10).getFirst();
    var traces = other.traces("inv-1", line -> {});
    Callable<Optional<RemovedCase>> remove =
        () -> cases().remove(due, LATER, "a test", traces, null);

    try (var both = Executors.newFixedThreadPool(4)) {
      var removed = new ArrayList<Optional<RemovedCase>>();
      for (var one : both.invokeAll(List.of(remove, remove, remove, remove))) {
        removed.add(one.get());
      }
      assertThat(removed.stream().flatMap(Optional::stream)).hasSize(1);
    }
    assertThat(rows("removed_case")).isOne();
  }

  /** As if the process died there: what was not committed is undone. */
  @Test
  void wheneverItBreaksOffTheCaseIsWholeOrGone() {
    closed("inv-1");
    var whole = mentioning("inv-1");
    var doomed = new CountedDataSource(database);
    var cases = new CaseRemoval(doomed, () -> LATER);
    var due = cases.due(LATER, null, 10).getFirst();
    var traces = cases.traces("inv-1", line -> {});
    int broken = 0;
    while (broken < 100) {
      int at = broken;
      doomed.reset();
      doomed.beforeStatement =
          () -> {
            if (doomed.statements.get() == at) {
              throw new SQLException("the process is gone");
            }
          };
      try {
        assertThat(cases.remove(due, LATER, "a test", traces, null)).isPresent();
        break;
      } catch (RuntimeException gone) {
        assertThat(mentioning("inv-1")).isEqualTo(whole);
        assertThat(rows("removed_case")).isZero();
      }
      broken++;
    }
    assertThat(broken).isBetween(20, 99);
    assertThat(mentioning("inv-1")).isEmpty();
  }

  @Test
  void whatIsStillToldOfItIsRefusedByName() {
    closed("inv-1");
    removed("inv-1").orElseThrow();

    assertThatThrownBy(
            () -> ledger.say("note-9", "inv-1", LATER, new LedgerEvent.NoteAdded("Late", "ann")))
        .isInstanceOf(RemovedCaseException.class)
        .hasMessageContaining("inv-1");
    // As an undo does whose first words were recorded before.
    assertThatThrownBy(() -> tell("inv-1", alert("al-late", Severity.LOW)))
        .isInstanceOf(RemovedCaseException.class);
    assertThat(mentioning("inv-1")).isEmpty();
    // Whoever is written together with it is written.
    open("inv-2");
    tell("inv-2", alert("al-2", Severity.LOW));
    assertThat(ledger.log("inv-2", 0, 0)).hasSize(1);
  }

  @Test
  void itsAlertComesAgainAsANewOne() {
    closed("inv-1");
    assertThat(ledger.alertSaid(identityOf("al-inv-1"), "said")).isPresent();

    removed("inv-1").orElseThrow();

    assertThat(ledger.alertSaid(identityOf("al-inv-1"), "said")).isEmpty();
    assertThat(ledger.latestOfAlert(identityOf("al-inv-1"))).isEmpty();
    assertThat(ledger.meet("dev-new", List.of("key inv-1"), LATER)).isEqualTo("dev-new");
    open("inv-2");
    tell("inv-2", alert("al-inv-1", Severity.LOW));
    assertThat(ledger.alertSaid(identityOf("al-inv-1"), "said").orElseThrow().investigationId())
        .isEqualTo("inv-2");
  }

  @Test
  void whatAnAlertSaysStaysWhileACaseSpeaksOfItOrItWasSaidLately() {
    closed("inv-1");
    closed("inv-2");
    removed("inv-1").orElseThrow();

    // It was kept by the database's clock, which is today's.
    assertThat(cases().sweep(LATER, 10).bodies()).isZero();
    keptAt(START);
    assertThat(cases().sweepable(LATER).bodies()).isOne();
    ledger.keepAlert("said by inv-1", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(cases().sweep(LATER, 10).bodies()).isZero();
    keptAt(START);
    assertThat(cases().sweep(LATER, 10).bodies()).isOne();

    assertThat(ledger.alert("said by inv-1")).isNull();
    assertThat(ledger.alert("said by inv-2")).isNotNull();
  }

  private void keptAt(Instant at) {
    JdbcClient.create(database)
        .sql("update alert_body set kept_at = :at")
        .param("at", Columns.utc(at))
        .update();
  }

  @Test
  void alertsWithoutACaseAndOldKeysAreForgottenAndNothingElse() {
    sourceAlert("old", null, START);
    sourceAlert("young", null, LATER);
    var requests = new CallerRequests(database, () -> START);
    requests.make("key-1", "token:tok-1", "of a body");
    requests.make("act-1", "token:tok-1", null);
    new CallerRequests(database, () -> LATER).make("key-2", "token:tok-1", "of a body");

    assertThat(cases().sweepable(ENDED)).isEqualTo(new CaseRemoval.Swept(1, 0, 1));
    assertThat(cases().sweep(ENDED, 10)).isEqualTo(new CaseRemoval.Swept(1, 0, 1));

    assertThat(requests.find("key-1")).isEmpty();
    assertThat(requests.find("act-1")).isPresent();
    assertThat(requests.find("key-2")).isPresent();
    assertThat(rows("source_alert")).isOne();
    assertThat(cases().sweep(ENDED, 10)).isEqualTo(new CaseRemoval.Swept(0, 0, 0));
  }

  @Test
  void aRoundGoesOnFromTheLastOneThatItSaw() {
    for (int n = 1; n <= 5; n++) {
      closed("inv-" + n, ENDED.plusSeconds(n));
    }

    var first = cases().due(LATER, null, 2);
    var next = cases().due(LATER, first.getLast(), 2);

    assertThat(first)
        .extracting(CaseRemoval.Due::investigationId)
        .containsExactly("inv-1", "inv-2");
    assertThat(next).extracting(CaseRemoval.Due::investigationId).containsExactly("inv-3", "inv-4");
  }

  @Test
  void oneStarterAtATimeGoesRound() {
    var one = new RetentionRounds(database, () -> now);
    var other = new RetentionRounds(database, () -> now);

    assertThat(one.take()).isTrue();
    assertThat(one.take()).isTrue();
    assertThat(other.take()).isFalse();
    now = now.plus(Duration.ofMinutes(3));
    assertThat(other.take()).isTrue();
    assertThat(one.take()).isFalse();
    other.release();
    now = now.plusSeconds(1);
    assertThat(one.take()).isTrue();
  }

  @Test
  void aRoundThatFailsIsSaidSinceItBeganToFailUntilOneIsWhole() {
    var rounds = new RetentionRounds(database, () -> now);
    rounds.expect(RetentionRounds.Of.VAULT);
    now = now.plusSeconds(60);
    rounds.expect(RetentionRounds.Of.VAULT);
    rounds.failed(RetentionRounds.Of.VAULT, "no right");
    now = now.plusSeconds(60);
    rounds.failed(RetentionRounds.Of.VAULT, "still no right");

    assertThat(rounds.standing(RetentionRounds.Of.VAULT))
        .contains(new RetentionRounds.Standing(START, START.plusSeconds(60), "still no right"));
    rounds.ended(RetentionRounds.Of.VAULT);
    assertThat(rounds.standing(RetentionRounds.Of.VAULT))
        .contains(new RetentionRounds.Standing(START.plusSeconds(120), null, null));
    assertThat(rounds.standing(RetentionRounds.Of.INVESTIGATIONS)).isEmpty();
  }
}
