package dev.quaestor.starter;

import dev.quaestor.starter.TemporalException.Kind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The way to workflows, with a bound on every call. The SDK waits for an update as long as it
 * takes, and for ever when no worker polls; a person at a page does not.
 *
 * @param answerTimeout how long a call waits for a workflow to answer
 */
record TemporalAccess(WorkflowClient client, Duration answerTimeout) {
  private static final ExecutorService THREADS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("temporal-call-", 0).factory());

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

  /** As {@link #call(Duration, Callable)}, for as long as a workflow has to answer. */
  <T> T call(Callable<T> call) {
    return call(answerTimeout, call);
  }

  /**
   * The call's result.
   *
   * @throws TemporalException when there is none in time, or no way to the server
   * @throws RuntimeException whatever else the call threw, as it was
   */
  <T> T call(Duration bound, Callable<T> call) {
    var running = THREADS.submit(call);
    try {
      return running.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Interrupting ends the long poll; what the server has accepted it keeps.
      running.cancel(true);
      throw new TemporalException(
          Kind.NO_ANSWER, "no worker answered within " + bound.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      throw new TemporalException(Kind.NO_ANSWER, "interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    }
  }

  private static RuntimeException translated(@Nullable Throwable cause) {
    var status = grpcStatus(cause);
    if (status.isPresent()) {
      switch (status.get()) {
        case UNAVAILABLE, RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED ->
            throw new TemporalException(Kind.UNREACHABLE, "Temporal is not reachable", cause);
        case DEADLINE_EXCEEDED, CANCELLED ->
            throw new TemporalException(Kind.NO_ANSWER, "Temporal did not answer in time", cause);
        case INVALID_ARGUMENT, UNIMPLEMENTED, FAILED_PRECONDITION, OUT_OF_RANGE ->
            throw new TemporalException(Kind.REFUSED, "Temporal refused the request", cause);
        case OK, UNKNOWN, NOT_FOUND, ALREADY_EXISTS, ABORTED, INTERNAL, DATA_LOSS -> {}
      }
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new TemporalException(Kind.REFUSED, "Temporal failed", cause);
  }

  private static Optional<Status.Code> grpcStatus(@Nullable Throwable thrown) {
    for (var at = thrown; at != null; at = at.getCause()) {
      if (at instanceof StatusRuntimeException grpc) {
        return Optional.of(grpc.getStatus().getCode());
      }
    }
    return Optional.empty();
  }
}
