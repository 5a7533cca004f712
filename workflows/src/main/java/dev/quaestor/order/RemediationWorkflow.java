package dev.quaestor.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.ApprovalRequest;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.policy.PolicySnapshot;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action that a person or service ordered by hand, or proposed to those who may: {@code
 * remediation/<actionId>}. A proposal is decided as the actions of an investigation are.
 */
@WorkflowInterface
public interface RemediationWorkflow {

  /**
   * @param requestedBy who ordered it; the starter has checked that they may
   * @param investigationId the case it belongs to; null for none
   * @param approvalUnder the policy under which an approver decides first: it was proposed by
   *     somebody who may not order it; null when it runs at once
   * @param undoes the action that it takes back, when it is the proposal of an undo
   * @param group what orders of one request share; null for a single one
   */
  record Order(
      String actionId,
      RemediationAction action,
      ActionSource source,
      String requestedBy,
      @Nullable String comment,
      @Nullable String investigationId,
      Duration giveUpAfter,
      @Nullable PolicySnapshot approvalUnder,
      @Nullable String undoes,
      @Nullable String group) {}

  /** The code of the outcome of what was proposed and not approved: it never ran. */
  String NOT_APPROVED = "NOT_APPROVED";

  /**
   * Prepares, acts, verifies and records, exactly as an investigation does. What is proposed is
   * first examined, so that nobody is asked to approve what cannot be done, and then waits; no
   * answer in time means no.
   *
   * @return how it ended; a refusal or failure is a value, never a failed workflow
   */
  @WorkflowMethod(name = "Remediation")
  Outcome remediate(Order order);

  /**
   * Decides the proposal, and says what became of it: the first decision wins, a later one is
   * answered with what stands. Never fails for a decision that does not count.
   */
  @UpdateMethod(
      name = "decide",
      description =
          "Approves or rejects this proposed action:"
              + " {\"actionIds\":[\"...\"],\"verdict\":\"APPROVE|REJECT\",\"approver\":\"...\"}")
  DecisionAnswer decide(DecisionMessage decision);

  /** Refuses what is no decision at all: nothing named, no verdict, texts beyond measure. */
  @UpdateValidatorMethod(updateName = "decide")
  void refuseUnusable(DecisionMessage decision);

  /** The same by signal, as from the Temporal Web UI; what cannot be used is recorded. */
  @SignalMethod(
      name = "decide",
      description =
          "Approves or rejects this proposed action:"
              + " {\"actionIds\":[\"...\"],\"verdict\":\"APPROVE|REJECT\",\"approver\":\"...\"}")
  void decideBySignal(RawValue decision);

  /** Takes the proposal back before it is decided. A {@link Withdrawal}. */
  @SignalMethod(
      name = "cancel",
      description = "Withdraws this proposed action: {\"requestedBy\":\"...\",\"comment\":\"...\"}")
  void withdraw(RawValue message);

  /** The proposal while it waits; empty before and afterwards. */
  @QueryMethod(name = "pendingActions", description = "The action, while it waits for a decision")
  List<ApprovalRequest> pendingActions();
}
