package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.Gate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is recorded of a case, an order or an undo whose workflow is gone. */
abstract class LedgerSettlementContract extends LedgerFixture {
  private static final String WHY = "its workflow was terminated";

  private List<OpenRun> open(OpenRun.Of of) {
    return ledger.openRuns(of, after(3600), "", 100);
  }

  private boolean settle(OpenRun run) {
    return ledger.settle(run, WHY, after(600));
  }

  private static LedgerEvent ordered() {
    return new LedgerEvent.ActionPlanned(
        "o-1",
        isolate("d1"),
        ActionSource.MANUAL_DEVICE_ACTION,
        Gate.AUTOMATIC,
        null,
        "Ordered by olga",
        null,
        "hash-o-1",
        decided(true, "olga"),
        "olga",
        null,
        null);
  }

  private void caseWithOneOfEach() {
    open("inv-1");
    tell(
        "inv-1",
        plan("a-done", isolate("d1"), new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed("a-done", succeeded()),
        plan("a-waits", isolate("d2"), pending(7200)),
        plan("a-runs", isolate("d3"), new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed(
            "a-runs", new Outcome.Unfinished("t-1", false, "It runs.")),
        plan("a-approved", isolate("d4"), pending(7200)),
        new LedgerEvent.ActionDecided("a-approved", decided(true, "olga")),
        plan("a-refused", isolate("d5"), pending(7200)),
        new LedgerEvent.ActionDecided("a-refused", decided(false, "olga")),
        new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "It waits."));
  }

  @Test
  void aCaseOfWhichTheWorkflowIsGoneHasFailedAndSaysWhy() {
    caseWithOneOfEach();

    assertThat(settle(open(OpenRun.Of.CASE).getFirst())).isTrue();

    var row = ledger.caseRow("inv-1").orElseThrow();
    assertThat(row.state()).isEqualTo(InvestigationStatus.FAILED);
    assertThat(row.because()).contains(WHY);
    assertThat(open(OpenRun.Of.CASE)).isEmpty();
  }

  @Test
  void nothingOfItWaitsOrRunsAndWhatWasDoneStaysUndoable() {
    caseWithOneOfEach();

    settle(open(OpenRun.Of.CASE).getFirst());

    assertThat(action("a-done").execution().status()).isEqualTo(Execution.SUCCEEDED);
    assertThat(action("a-done").undo().state()).isEqualTo(UndoState.AVAILABLE);
    assertThat(action("a-waits").decision().status()).isEqualTo(DecisionStatus.SUPERSEDED);
    assertThat(action("a-waits").execution().status()).isEqualTo(Execution.NOT_STARTED);
    assertThat(action("a-runs").execution().status()).isEqualTo(Execution.UNKNOWN);
    assertThat(action("a-runs").execution().sentence()).contains("not known").contains(WHY);
    assertThat(action("a-approved").execution().status()).isEqualTo(Execution.FAILED);
    assertThat(action("a-approved").execution().sentence()).contains("not started");
    assertThat(action("a-refused").decision().status()).isEqualTo(DecisionStatus.REJECTED);
    assertThat(action("a-refused").execution().status()).isEqualTo(Execution.NOT_STARTED);
  }

  private void begun(String actionId, RemediationAction action, LedgerEvent... then) {
    open("inv-1");
    ledger.claim(new Claim(actionId, "inv-1", HeldState.of(action, null).orElseThrow(), false));
    tell("inv-1", plan(actionId, action, new Decision.NotNeeded()));
    if (then.length > 0) {
      tell("inv-1", then);
    }
    settle(open(OpenRun.Of.CASE).getFirst());
  }

  @Test
  void whatMayHaveActedIsUnknownAndUndoneByTheReceiptThatWasRecordedBefore() {
    begun("a-1", isolate("d1"), new LedgerEvent.ActionPrepared("a-1", new Receipt.State(false)));

    assertThat(action("a-1").execution().status()).isEqualTo(Execution.UNKNOWN);
    assertThat(action("a-1").execution().sentence()).contains("not known").contains("undo it");
    assertThat(action("a-1").undo().state()).isEqualTo(UndoState.AVAILABLE);
    assertThat(ledger.letGo(new LettingGo("a-1", "undo-a-1", "undo/a-1")))
        .isInstanceOf(LetGo.TakeBack.class);
  }

  @Test
  void whatMayHaveActedIsHeldByWhoeverWantedIt() {
    begun("a-1", isolate("d1"), new LedgerEvent.ActionPrepared("a-1", new Receipt.State(false)));
    open("inv-2");
    ledger.claim(new Claim("a-2", "inv-2", HeldState.of(isolate("d1"), null).orElseThrow(), false));
    tell(
        "inv-2",
        plan("a-2", isolate("d1"), new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed("a-2", succeeded()));

    assertThat(ledger.letGo(new LettingGo("a-2", "undo-a-2", "undo/a-2")))
        .isInstanceOf(LetGo.HeldByOthers.class);
  }

  @Test
  void whatHadClaimedTheStateAndToldNothingMayHaveActed() {
    begun("a-1", isolate("d1"));

    assertThat(action("a-1").execution().status()).isEqualTo(Execution.UNKNOWN);
    assertThat(action("a-1").undo().state()).isEqualTo(UndoState.NOT_UNDOABLE);
    assertThat(ledger.brief("a-1"))
        .isInstanceOfSatisfying(
            UndoBrief.NotUndoable.class, no -> assertThat(no.because()).contains("never recorded"));
  }

  @Test
  void twoThatSettleItAtOnceRecordItOnce() throws Exception {
    caseWithOneOfEach();
    var run = open(OpenRun.Of.CASE).getFirst();

    try (var both = Executors.newFixedThreadPool(2)) {
      Callable<Boolean> settling = () -> settle(run);
      var done = both.invokeAll(List.of(settling, settling));
      assertThat(done.stream().map(LedgerSettlementContract::value))
          .containsExactlyInAnyOrder(true, false);
    }

    assertThat(ledger.log("inv-1", 0, 100))
        .filteredOn(line -> line.stream().startsWith("settled/"))
        .extracting(LogLine::type)
        .containsExactly("actionDecided", "actionProgressed", "actionProgressed", "statusChanged");
  }

  private static boolean value(Future<Boolean> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatItsWorkflowSaysAfterAllStillStands() {
    caseWithOneOfEach();
    settle(open(OpenRun.Of.CASE).getFirst());

    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "Reset."));
    assertThat(ledger.caseRow("inv-1").orElseThrow().state())
        .isEqualTo(InvestigationStatus.PENDING_APPROVAL);

    assertThat(settle(open(OpenRun.Of.CASE).getFirst())).isTrue();
    assertThat(ledger.caseRow("inv-1").orElseThrow().state()).isEqualTo(InvestigationStatus.FAILED);
  }

  @Test
  void anEndedCaseIsNotSettled() {
    open("inv-1");
    var run = open(OpenRun.Of.CASE).getFirst();
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Done."));

    assertThat(open(OpenRun.Of.CASE)).isEmpty();
    assertThat(settle(run)).isFalse();
    assertThat(ledger.caseRow("inv-1").orElseThrow().state())
        .isEqualTo(InvestigationStatus.REMEDIATED);
  }

  private static LedgerEvent accepted() {
    return new LedgerEvent.OrderAccepted(
        "o-1", isolate("d1"), ActionSource.MANUAL_DEVICE_ACTION, "olga", "please", null, null);
  }

  @Test
  void anOrderThatNoWorkflowEverTookUpIsSeenAndEndsAsNotBegun() {
    ledger.say("accepted/o-1", null, after(1), accepted());
    assertThat(action("o-1").plan().requestedBy()).isEqualTo("olga");
    var run = open(OpenRun.Of.ORDER).getFirst();

    assertThat(settle(run)).isTrue();

    assertThat(action("o-1").execution().status()).isEqualTo(Execution.FAILED);
    assertThat(action("o-1").execution().sentence()).contains("not started").contains(WHY);
  }

  @Test
  void whatTheWorkflowSaysTakesThePlaceOfWhatWasAccepted() {
    ledger.say("accepted/o-1", null, after(1), accepted());
    assertThat(ledger.terms("o-1").known()).isFalse();
    tellOn("remediation/o-1/r", null, ordered());
    ledger.say("accepted/o-1", null, after(2), accepted());

    assertThat(ledger.terms("o-1").known()).isTrue();
    assertThat(action("o-1").plan().because()).isEqualTo("Ordered by olga");
    assertThat(action("o-1").decision().status()).isEqualTo(DecisionStatus.APPROVED);
  }

  @Test
  void anOrderOfWhichTheWorkflowIsGoneHasFailed() {
    tellOn("remediation/o-1/r", null, ordered());
    var run = open(OpenRun.Of.ORDER).getFirst();

    assertThat(run.workflowId()).isEqualTo("remediation/o-1");
    assertThat(settle(run)).isTrue();

    assertThat(action("o-1").execution().status()).isEqualTo(Execution.FAILED);
    assertThat(open(OpenRun.Of.ORDER)).isEmpty();
    assertThat(settle(run)).isFalse();
  }

  @Test
  void anUndoOfWhichTheWorkflowIsGoneHasFailedAndCanBeAskedForAgain() {
    open("inv-1");
    tell(
        "inv-1",
        plan("a-1", isolate("d1"), new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed("a-1", succeeded()),
        new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Done."));
    tellOn(
        "undo/a-1/run-7",
        "inv-1",
        new LedgerEvent.UndoRequested("a-1", "undo-a-1", "olga", null, true));
    var run = open(OpenRun.Of.UNDO).getFirst();

    assertThat(run.workflowId()).isEqualTo("undo/a-1");
    assertThat(run.runId()).isEqualTo("run-7");
    assertThat(settle(run)).isTrue();

    assertThat(action("a-1").undo().state()).isEqualTo(UndoState.FAILED);
    assertThat(action("a-1").undo().sentence()).contains(WHY);
  }

  @Test
  void pagesGoOnAfterTheLastId() {
    for (int i = 1; i <= 5; i++) {
      open("inv-" + i);
    }

    var first = ledger.openRuns(OpenRun.Of.CASE, after(3600), "", 2);
    var second = ledger.openRuns(OpenRun.Of.CASE, after(3600), first.getLast().id(), 10);

    assertThat(first).extracting(OpenRun::id).containsExactly("inv-1", "inv-2");
    assertThat(second).extracting(OpenRun::id).containsExactly("inv-3", "inv-4", "inv-5");
    assertThat(ledger.openRuns(OpenRun.Of.CASE, START, "", 10)).isEmpty();
  }
}
