package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.starter.policy.Backtest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Recorded cases for a back-test, and what pins a case to its policy, on every database. */
abstract class PastCasesContract extends LedgerFixture {

  private List<PastCase> since(Instant since) {
    var found = new ArrayList<PastCase>();
    assertThat(new PastCases(database).since(since, found::add)).isTrue();
    return found;
  }

  /** A case with a device and an action that its policy planned. */
  private void caseAt(String id, long second) {
    ledger.open(opening(id, after(second)));
    tell(
        id,
        alert("al-" + id, Severity.HIGH),
        evidence(device("d1", "pc-1.corp.example"), Verdict.MALICIOUS),
        plan("act-" + id, isolate("d1"), pending(60)));
  }

  private List<String> everything() {
    var jdbc = JdbcClient.create(database);
    var rows = new ArrayList<String>();
    for (var table :
        List.of(
            "policy_revision", "investigation", "ledger_event", "alert", "evidence", "action")) {
      jdbc.sql("select * from " + table).query().listOfRows().stream()
          .map(Object::toString)
          .sorted()
          .forEach(rows::add);
    }
    return rows;
  }

  @Test
  void casesComeNewestFirstFromTheTimeOn() {
    caseAt("old", 0);
    caseAt("same-a", 100);
    caseAt("same-b", 100);
    caseAt("new", 200);

    assertThat(since(after(100)))
        .extracting(PastCase::investigationId)
        .containsExactly("new", "same-b", "same-a");
    assertThat(since(after(201))).isEmpty();
  }

  @Test
  void whoeverWantsNoMoreIsGivenNoMore() {
    caseAt("a", 0);
    caseAt("b", 1);
    var found = new ArrayList<PastCase>();
    assertThat(
            new PastCases(database)
                .since(
                    START,
                    c -> {
                      found.add(c);
                      return false;
                    }))
        .isFalse();
    assertThat(found).hasSize(1);
  }

  @Test
  void aCaseHasWhatItsPlanRestedOnAndWhatWasPlanned() {
    caseAt("c", 0);
    tell(
        "c",
        plan("superseded", isolate("d2"), new Decision.Superseded("act-c", after(9))),
        new LedgerEvent.ActionPlanned(
            "by hand",
            isolate("d3"),
            ActionSource.MANUAL_DEVICE_ACTION,
            Gate.AUTOMATIC,
            null,
            "ordered",
            null,
            "hash",
            new Decision.NotNeeded(),
            "ann",
            null,
            null));

    var past = since(START).getFirst();

    assertThat(past.severity()).isEqualTo(Severity.HIGH);
    assertThat(past.policyRevision()).isEqualTo(1);
    assertThat(past.alerts()).extracting(AlertRow::alertId).containsExactly("al-c");
    assertThat(past.evidence()).hasSize(1);
    assertThat(past.planned()).containsExactly(new PastCase.Planned(isolate("d1"), Gate.APPROVAL));
  }

  @Test
  void aBacktestWritesNothing() {
    caseAt("a", 0);
    caseAt("b", 1);
    var before = everything();

    var test = new Backtest(POLICY);
    new PastCases(database)
        .since(
            START,
            c -> {
              test.look(c);
              return true;
            });

    assertThat(test.casesThatDiffer()).isEqualTo(2);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aRunningCaseKeepsTheRevisionThatItOpenedWith() {
    var first = ledger.open(opening("running", START));
    policies.put(
        "name: next",
        new Policy("next", List.of(), null, List.of(), List.of(), null, null, null),
        "olga",
        null);

    assertThat(ledger.open(opening("running", START)).policy()).isEqualTo(first.policy());
    assertThat(ledger.open(opening("running", START)).revision()).isEqualTo(1);
    assertThat(ledger.open(opening("later", START)).revision()).isEqualTo(2);
    assertThat(since(START))
        .extracting(c -> c.investigationId() + " " + c.policyRevision())
        .containsExactlyInAnyOrder("running 1", "later 2");
  }
}
