package dev.quaestor.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.Question;
import dev.quaestor.authority.Voucher;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The decision and the timer that ends the wait may come in one workflow task, the decision first:
 * the worker was away over the deadline.
 */
class LateDecisionTest {
  private static final Instant ASKED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant EXPIRES = ASKED.plusSeconds(60);
  private static final PolicySnapshot ACCEPTING =
      new PolicySnapshot(
          1,
          Fixtures.policy(
              Policy.Unsigned.ACCEPT,
              new Policy.Guardrails(List.of(), 100),
              Fixtures.defaultLimits()),
          false);

  private final Proposal proposal = new Proposal();

  private DecisionAnswer.Result approvedAt(Instant moment) {
    var action = new DeviceAction.ReleaseDevice(Fixtures.server());
    proposal.ask(
        new PendingAction.Plea(
            "act-1",
            action,
            Verdict.UNKNOWN,
            "rule",
            "Somebody proposed it",
            List.of(),
            "hash",
            ASKED,
            EXPIRES),
        CaseKnowledge.none(),
        Question.Asking.on(ApprovalTerms.ONE, ASKED),
        ACCEPTING);
    var approval =
        new DecisionMessage(
            List.of("act-1"), DecisionMessage.Choice.APPROVE, "ann", null, null, null, null);
    return proposal
        .decide(approval, new Voucher.None(), Decision.Channel.UPDATE, moment)
        .items()
        .getFirst()
        .result();
  }

  @Test
  void anApprovalInTimeCounts() {
    assertThat(approvedAt(EXPIRES.minusMillis(1))).isEqualTo(DecisionAnswer.Result.ACCEPTED);
    assertThat(proposal.decided()).containsInstanceOf(Decision.ByPerson.class);
  }

  @Test
  void anApprovalAfterTheDeadlineIsTooLateThoughTheTimerWasNotHandledYet() {
    assertThat(approvedAt(EXPIRES)).isEqualTo(DecisionAnswer.Result.ALREADY_DECIDED);
    assertThat(proposal.decided()).containsInstanceOf(Decision.Expired.class);
  }

  @Test
  void afterTheEndTheDetailsSayWhatWasDoneAndWhoDecided() {
    approvedAt(EXPIRES.minusMillis(1));

    assertThat(
            proposal.details(
                new DeviceAction.ReleaseDevice(Fixtures.server()),
                "Proposed by eve",
                new Outcome.AlreadyInState("It was free already")))
        .contains("approved by ann")
        .contains("- done: `Release device from isolation: " + Fixtures.server().label() + "`")
        .contains("- why: `Proposed by eve`")
        .contains("- how it ended: `It was free already`")
        .doesNotContain("Waiting for a decision");
  }
}
