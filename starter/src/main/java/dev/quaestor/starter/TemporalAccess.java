package dev.quaestor.starter;

import dev.quaestor.starter.TemporalException.Kind;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;

/**
 * The way to workflows that {@link Investigations} and its parts share.
 *
 * @param answerTimeout how long a call waits for a workflow to answer
 */
record TemporalAccess(WorkflowClient client, Duration answerTimeout) {

  /** A second start of one id joins the run that is there. */
  static WorkflowOptions.Builder options(String taskQueue, String workflowId, String summary) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setWorkflowId(workflowId)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setStaticSummary(StartDetails.summary(summary));
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException(Kind.NO_ANSWER, "interrupted while waiting", e);
    }
  }
}
