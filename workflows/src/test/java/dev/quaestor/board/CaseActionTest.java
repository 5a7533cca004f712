package dev.quaestor.board;

import static dev.quaestor.fixtures.Fixtures.laptop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.evidence.RemediationStatus.Part;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one action says of itself. */
class CaseActionTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final RemediationAction ISOLATE =
      new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.FULL);
  private static final RemediationAction SCAN =
      new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.QUICK);
  private static final Outcome DONE = new Outcome.Succeeded(new Receipt.State(false), "Seen");
  private static final Outcome FOUND_SO = new Outcome.AlreadyInState("It is so already");
  private static final Outcome FAILED = new Outcome.Failed("REJECTED", "No.");

  private static CaseAction planned(RemediationAction action, Gate gate, boolean supported) {
    return CaseAction.planned(
        "act-1",
        new PlannedAction(
            action,
            gate,
            "rule",
            "because",
            Verdict.MALICIOUS,
            List.of(action.target().key()),
            supported),
        "hash",
        NOW,
        NOW.plusSeconds(60));
  }

  private static CaseAction free(RemediationAction action) {
    return planned(action, Gate.AUTOMATIC, true);
  }

  private static CaseAction asked() {
    return planned(ISOLATE, Gate.APPROVAL, true);
  }

  private static CaseAction ended(RemediationAction action, Outcome outcome) {
    return free(action).begunAs(1).progressed(outcome);
  }

  private static Decision by(boolean approved) {
    return new Decision.ByPerson(approved, "dana", true, Decision.Channel.UPDATE, null, null, NOW);
  }

  @Test
  void whatFoundItSoHoldsIt() {
    assertThat(ended(ISOLATE, FOUND_SO).holds()).isTrue();
  }

  @Test
  void whatBroughtItAboutIsTakenBackByItsInverseAndHoldsNothingBesides() {
    var done = ended(ISOLATE, DONE);
    assertThat(done.holds()).isFalse();
    assertThat(done.inverse()).contains(new DeviceAction.ReleaseDevice(laptop()));
  }

  @Test
  void whatWasTakenBackHoldsNothing() {
    assertThat(ended(ISOLATE, FOUND_SO).takenBack().holds()).isFalse();
  }

  @Test
  void whatWantsNothingToLastHoldsNothing() {
    assertThat(ended(SCAN, FOUND_SO).holds()).isFalse();
  }

  @Test
  void whatHasNotRunOrHasFailedHoldsNothing() {
    assertThat(free(ISOLATE).holds()).isFalse();
    assertThat(ended(ISOLATE, FAILED).holds()).isFalse();
  }

  @Test
  void whatWaitsForAPersonIsPending() {
    assertThat(asked().part()).isEqualTo(Part.PENDING);
  }

  @Test
  void whatIsAgreedToRunsFromThenOnUntilItHasEnded() {
    assertThat(free(ISOLATE).part()).isEqualTo(Part.RUNNING);
    assertThat(asked().decided(by(true)).part()).isEqualTo(Part.RUNNING);
    assertThat(free(ISOLATE).begunAs(1).part()).isEqualTo(Part.RUNNING);
    assertThat(ended(ISOLATE, new Outcome.Unfinished("t", true, "It is off")).part())
        .isEqualTo(Part.RUNNING);
  }

  @Test
  void whatWasDoneOrFoundDoneIsGood() {
    assertThat(ended(ISOLATE, DONE).part()).isEqualTo(Part.GOOD);
    assertThat(ended(ISOLATE, FOUND_SO).part()).isEqualTo(Part.GOOD);
  }

  @Test
  void whatOnlyLookedRemediesNothing() {
    assertThat(ended(SCAN, DONE).part()).isEqualTo(Part.LOOKED);
    assertThat(ended(SCAN, FAILED).part()).isEqualTo(Part.WRONG);
  }

  @Test
  void whatWasTakenBackIsNoLongerGood() {
    assertThat(ended(ISOLATE, DONE).takenBack().part()).isEqualTo(Part.WRONG);
  }

  @Test
  void whatAPersonAgreedToAndWasTakenBackWasNotDeclined() {
    var done = asked().decided(by(true)).begunAs(1).progressed(DONE).takenBack();
    assertThat(done.part()).isEqualTo(Part.WRONG);
  }

  @Test
  void whatWasRejectedOrNobodyDecidedInTimeIsDeclined() {
    assertThat(asked().decided(by(false)).part()).isEqualTo(Part.DECLINED);
    assertThat(asked().at(NOW.plusSeconds(60)).part()).isEqualTo(Part.DECLINED);
  }

  @Test
  void whatFailedOrCannotBeDoneIsWrong() {
    assertThat(ended(ISOLATE, FAILED).part()).isEqualTo(Part.WRONG);
    assertThat(asked().decided(by(true)).begunAs(1).progressed(FAILED).part())
        .isEqualTo(Part.WRONG);
    assertThat(planned(ISOLATE, Gate.AUTOMATIC, false).part()).isEqualTo(Part.WRONG);
  }
}
