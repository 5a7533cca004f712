package dev.quaestor.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.tools.chaos.Books.Action;
import dev.quaestor.tools.chaos.Books.Case;
import dev.quaestor.tools.chaos.Books.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each way in which something can be lost is found, and what is well is not complained of. */
class AuditTest {
  private static final String DEVICE = "device-1";

  private final Promises promises = new Promises();

  @Test
  void whatWasKeptIsNotComplainedOf() {
    promises.accepted("alert-1", "inv-1");
    promises.accepted("alert-1", "inv-1");
    promises.decided("act-1", "APPROVED");

    assertThat(audit(books(isolated(), effect("act-1", "Isolate")))).isEmpty();
  }

  @Test
  void anAlertThatIsInNoCaseIsLost() {
    promises.accepted("alert-2", "inv-1");

    assertThat(audit(books(isolated(), effect("act-1", "Isolate"))))
        .containsExactly("Alert alert-2 was said to be in [inv-1], and is in []");
  }

  @Test
  void anAlertOfWhichTwoAnswersDisagreeWasNotKept() {
    promises.accepted("alert-1", "inv-1");
    promises.accepted("alert-1", "inv-9");

    assertThat(audit(books(isolated(), effect("act-1", "Isolate"))))
        .containsExactly("Alert alert-1 was said to be in [inv-1, inv-9], and is in [inv-1]");
  }

  @Test
  void anAlertThatACaseHoldsTwiceIsFound() {
    var twice = closed(List.of("alert-1", "alert-1"), List.of());

    assertThat(audit(books(twice))).containsExactly("Alert alert-1 is more than once in inv-1");
  }

  @Test
  void anEffectThatHappenedTwiceIsFound() {
    assertThat(audit(books(isolated(), effect("act-1", "Isolate"), effect("act-1", "Isolate"))))
        .containsExactly("Action act-1 (ISOLATE_DEVICE, SUCCEEDED) took effect so often: 2");
  }

  @Test
  void aSuccessThatTheLabKnowsNothingOfIsFound() {
    var found = audit(new Books(List.of(isolated()), Set.of(), Map.of(), List.of(), Set.of()));

    assertThat(found)
        .containsExactly(
            "Action act-1 (ISOLATE_DEVICE, SUCCEEDED) took effect so often: 0",
            "Device device-1 is said to be isolated, and is not");
  }

  @Test
  void anEffectOfWhatWasRejectedIsFound() {
    var rejected = closed(List.of(), List.of(action("REJECTED", "NOT_STARTED", "NOT_UNDOABLE", 1)));

    assertThat(audit(books(rejected, effect("act-1", "Isolate"))))
        .contains("Action act-1 (ISOLATE_DEVICE) is said to be NOT_STARTED, and took effect");
  }

  @Test
  void anEffectThatNobodyOrderedIsFound() {
    assertThat(audit(books(isolated(), effect("act-1", "Isolate"), effect("act-9", "Isolate"))))
        .containsExactly("Isolate on device-1 was ordered by nobody: \"act-9\"");
  }

  @Test
  void theWayBackOfAnActionIsItsOwn() {
    var undone = closed(List.of(), List.of(action("APPROVED", "SUCCEEDED", "UNDONE", 1)));
    promises.undone("act-1");

    var found =
        audit(
            new Books(
                List.of(undone),
                Set.of(),
                Map.of(),
                List.of(effect("act-1", "Isolate"), effect("undo-act-1-01a2", "Unisolate")),
                Set.of()));

    assertThat(found).isEmpty();
  }

  @Test
  void anUndoThatWasSaidAndDidNotStayIsFound() {
    promises.undone("act-1");

    assertThat(audit(books(isolated(), effect("act-1", "Isolate"))))
        .containsExactly("The undo of act-1 was said to have ended well, and it is AVAILABLE");
  }

  @Test
  void aDecisionThatDoesNotStandIsFound() {
    promises.decided("act-1", "REJECTED");

    assertThat(audit(books(isolated(), effect("act-1", "Isolate"))))
        .containsExactly("Action act-1 was said to be [REJECTED], and is APPROVED");
  }

  @Test
  void aDecisionThatIsRecordedTwiceIsFound() {
    var twice =
        closed(List.of("alert-1"), List.of(action("APPROVED", "SUCCEEDED", "AVAILABLE", 2)));

    assertThat(audit(books(twice, effect("act-1", "Isolate"))))
        .containsExactly("Action act-1 was decided more than once: 2");
  }

  @Test
  void aCaseThatTheLedgerHoldsForOpenAndTemporalHasForgottenIsFound() {
    var open =
        new Case("inv-1", "investigation/1", "RUNNING", false, List.of(), List.of(), List.of());

    assertThat(audit(books(open)))
        .containsExactly(
            "Case inv-1 is RUNNING in the ledger, and its workflow does not run",
            "Case inv-1 is RUNNING, and nobody left it open");
  }

  @Test
  void aWorkflowThatNoCaseKnowsIsFound() {
    var found =
        audit(
            new Books(
                List.of(),
                Set.of("investigation/7"),
                Map.of("investigation/7", "why"),
                List.of(),
                Set.of()));

    assertThat(found)
        .containsExactly(
            "Workflow investigation/7 runs, and no open case knows it",
            "Workflow investigation/7 fails again and again: why");
  }

  @Test
  void whatNobodyLeftOpenMustBeOverAndWhatSomebodyLeftOpenMustNot() {
    promises.leftOpen("inv-1");
    promises.leftOpen("inv-2");
    var open = new Case("inv-1", "w-1", "PENDING_APPROVAL", false, List.of(), List.of(), List.of());
    var other =
        new Case("inv-3", "w-3", "PENDING_APPROVAL", false, List.of(), List.of(), List.of());

    var found =
        audit(new Books(List.of(open, other), Set.of("w-1", "w-3"), Map.of(), List.of(), Set.of()));

    assertThat(found)
        .containsExactly(
            "Case inv-3 is PENDING_APPROVAL, and nobody left it open",
            "Case inv-2 was left open, and is not");
  }

  @Test
  void whatIsStillUnderWayWhenAllIsOverIsFound() {
    var under = closed(List.of(), List.of(action("APPROVED", "RUNNING", "AVAILABLE", 1)));
    var waits = closed(List.of(), List.of(action("PENDING", "NOT_STARTED", "NOT_UNDOABLE", 0)));

    assertThat(audit(books(under)))
        .containsExactly("Action act-1 is still RUNNING, its undo AVAILABLE");
    assertThat(audit(books(waits))).containsExactly("Action act-1 waits, and its case is over");
  }

  @Test
  void aGapInALogAndAStoryThatDidNotEndAreFound() {
    promises.broken("MAIL: no end");
    var gap =
        new Case(
            "inv-1",
            "w-1",
            "REMEDIATED",
            true,
            List.of(),
            List.of(),
            List.of("event 4 comes after 2"));

    assertThat(audit(books(gap)))
        .containsExactly(
            "A story did not end: MAIL: no end", "The log of inv-1: event 4 comes after 2");
  }

  private List<String> audit(Books books) {
    return Audit.of(promises, books);
  }

  /** A device is isolated whenever something isolated it. */
  private static Books books(Case one, Effect... effects) {
    boolean isolated =
        List.of(effects).stream().anyMatch(e -> e.type().equals("Isolate"))
            && one.actions().stream().anyMatch(a -> a.execution().equals("SUCCEEDED"));
    return new Books(
        List.of(one), Set.of(), Map.of(), List.of(effects), isolated ? Set.of(DEVICE) : Set.of());
  }

  private static Case isolated() {
    return closed(List.of("alert-1"), List.of(action("APPROVED", "SUCCEEDED", "AVAILABLE", 1)));
  }

  private static Case closed(List<String> alerts, List<Action> actions) {
    return new Case("inv-1", "investigation/1", "REMEDIATED", true, alerts, actions, List.of());
  }

  private static Action action(String decision, String execution, String undo, int recorded) {
    return new Action("act-1", "ISOLATE_DEVICE", DEVICE, decision, execution, undo, recorded);
  }

  private static Effect effect(String mark, String type) {
    return new Effect(mark, type, DEVICE, true);
  }
}
