package dev.quaestor.remediation;

import dev.quaestor.actioncenter.ActionSource;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** One action that a person or service ordered by hand: {@code remediation/<actionId>}. */
@WorkflowInterface
public interface RemediationWorkflow {

  /**
   * @param requestedBy who ordered it; the starter has checked that they may
   * @param investigationId the case it belongs to; null for none
   */
  record Order(
      String actionId,
      RemediationAction action,
      ActionSource source,
      String requestedBy,
      @Nullable String comment,
      @Nullable String investigationId,
      java.time.Duration giveUpAfter) {}

  /**
   * Prepares, acts, verifies and records, exactly as an investigation does.
   *
   * @return how it ended; a refusal or failure is a value, never a failed workflow
   */
  @WorkflowMethod(name = "Remediation")
  Outcome remediate(Order order);
}
