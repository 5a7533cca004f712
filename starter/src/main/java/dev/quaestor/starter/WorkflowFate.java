package dev.quaestor.starter;

import dev.quaestor.starter.ledger.OpenRun;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.StatusUtils;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks Temporal whether a workflow still runs, which the ledger cannot know. */
record WorkflowFate(WorkflowClient client) {

  /**
   * What became of it, as a clause that goes on from "because"; empty while it runs, as itself or
   * as a run that went on from it. One call, two where the id was used again.
   *
   * @throws StatusRuntimeException when Temporal cannot be asked, or the namespace is not there;
   *     that says nothing of the workflow
   */
  Optional<String> of(OpenRun run) {
    @Nullable WorkflowExecutionInfo latest = describe(run.workflowId(), "");
    if (latest == null) {
      return Optional.of("Temporal no longer knows its workflow");
    }
    if (isOf(run, latest)) {
      return ended(latest.getStatus());
    }
    // Somebody else's run: the id was used again since, or this one is a later part of a chain.
    @Nullable WorkflowExecutionInfo own = describe(run.workflowId(), run.runId());
    if (own == null) {
      return Optional.of("Temporal no longer knows its workflow");
    }
    return own.getFirstRunId().equals(latest.getFirstRunId())
        ? ended(latest.getStatus())
        : ended(own.getStatus());
  }

  /**
   * Which of them Temporal lists as running: a thousand with one question. Lists lag, so that one
   * which is not on it is to be asked about by itself; none is where Temporal keeps no lists.
   */
  Predicate<OpenRun> listed() {
    var runs = new HashSet<String>();
    try {
      var page = ListWorkflowExecutionsResponse.getDefaultInstance();
      do {
        page =
            client
                .getWorkflowServiceStubs()
                .blockingStub()
                .listWorkflowExecutions(
                    ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setQuery("ExecutionStatus = 'Running'")
                        .setPageSize(1000)
                        .setNextPageToken(page.getNextPageToken())
                        .build());
        for (var one : page.getExecutionsList()) {
          var id = one.getExecution().getWorkflowId();
          runs.add(id);
          runs.add(run(id, one.getExecution().getRunId()));
          runs.add(run(id, one.getFirstRunId()));
        }
      } while (!page.getNextPageToken().isEmpty());
    } catch (StatusRuntimeException unlisted) {
      // Each is asked about by itself then.
      return run -> false;
    }
    return run ->
        runs.contains(run.runId() == null ? run.workflowId() : run(run.workflowId(), run.runId()));
  }

  private static String run(String workflowId, @Nullable String runId) {
    return workflowId + "\n" + runId;
  }

  private static boolean isOf(OpenRun run, WorkflowExecutionInfo latest) {
    return run.runId() == null
        || run.runId().equals(latest.getExecution().getRunId())
        || run.runId().equals(latest.getFirstRunId());
  }

  private static Optional<String> ended(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Optional.of("its workflow was terminated");
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> Optional.of("its workflow was cancelled");
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Optional.of("its workflow timed out");
      case WORKFLOW_EXECUTION_STATUS_FAILED -> Optional.of("its workflow failed");
      case WORKFLOW_EXECUTION_STATUS_COMPLETED ->
          Optional.of("its workflow has ended, but the ledger was never told how");
      case WORKFLOW_EXECUTION_STATUS_RUNNING,
          WORKFLOW_EXECUTION_STATUS_PAUSED,
          WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
          WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
          UNRECOGNIZED ->
          Optional.empty();
    };
  }

  /** Null when there is none, or none any longer. */
  private @Nullable WorkflowExecutionInfo describe(String workflowId, @Nullable String runId) {
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setExecution(
                      WorkflowExecution.newBuilder()
                          .setWorkflowId(workflowId)
                          .setRunId(runId == null ? "" : runId))
                  .build())
          .getWorkflowExecutionInfo();
    } catch (StatusRuntimeException e) {
      // A namespace that is not there is a setting gone wrong, and no word on its workflows.
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND
          && !StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)) {
        return null;
      }
      throw e;
    }
  }
}
