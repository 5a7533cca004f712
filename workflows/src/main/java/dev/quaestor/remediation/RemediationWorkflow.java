package dev.quaestor.remediation;

import dev.quaestor.actioncenter.ActionSource;
import dev.quaestor.policy.PolicySnapshot;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One action that a person or service ordered by hand: {@code remediation/<actionId>}. */
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
      @Nullable String group) {

    /** An order that runs at once. */
    public Order(
        String actionId,
        RemediationAction action,
        ActionSource source,
        String requestedBy,
        @Nullable String comment,
        @Nullable String investigationId,
        Duration giveUpAfter) {
      this(
          actionId,
          action,
          source,
          requestedBy,
          comment,
          investigationId,
          giveUpAfter,
          null,
          null,
          null);
    }
  }

  /**
   * Prepares, acts, verifies and records, exactly as an investigation does.
   *
   * @return how it ended; a refusal or failure is a value, never a failed workflow
   */
  @WorkflowMethod(name = "Remediation")
  Outcome remediate(Order order);
}
