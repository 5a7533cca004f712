package dev.quaestor.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action that a person or service ordered by hand, or proposed to those who may: {@code
 * remediation/<actionId>}. A proposal is decided as the actions of an investigation are.
 */
@WorkflowInterface
public interface RemediationWorkflow {

  /**
   * @param investigationId the case it belongs to; null for none
   * @param proposed whether an approver decides first, even where its author may order it
   * @param undoes the action that it takes back, when it is the proposal of an undo
   * @param group what orders of one request share; null for a single one
   * @param signature a starter's seal over it; without one it does nothing
   */
  record Order(
      String actionId,
      RemediationAction action,
      ActionSource source,
      @Nullable String comment,
      @Nullable String investigationId,
      boolean proposed,
      @Nullable String undoes,
      @Nullable String group,
      @Nullable String signature)
      implements SignedMessage<Order> {
    @Override
    public MessageKind kind() {
      return MessageKind.ORDER;
    }

    @Override
    public Order signed(String seal) {
      return new Order(
          actionId, action, source, comment, investigationId, proposed, undoes, group, seal);
    }
  }

  /** The code of the outcome of what was proposed and not approved: it never ran. */
  String NOT_APPROVED = "NOT_APPROVED";

  /**
   * Prepares, acts, verifies and records, exactly as an investigation does: at once, where a
   * starter vouches that its author may act in the action's area, or the policy lets analysts order
   * it. Anything else is a proposal: first examined, so that nobody is asked to approve what cannot
   * be done; then it waits, and no answer in time means no. An order that nobody vouches for, or
   * that the ledger knows already, does nothing, which is recorded.
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

  /**
   * Takes the proposal back before it is decided. A {@link Withdrawal}, which counts unsigned only
   * where the policy says so.
   */
  @SignalMethod(
      name = "cancel",
      description = "Withdraws this proposed action: {\"requestedBy\":\"...\",\"comment\":\"...\"}")
  void withdraw(RawValue message);

  /** The proposal while it waits; empty before and afterwards. */
  @QueryMethod(name = "pendingActions", description = "The action, while it waits for a decision")
  List<PendingAction> pendingActions();
}
