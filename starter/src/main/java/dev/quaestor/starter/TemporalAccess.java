package dev.quaestor.starter;

import dev.quaestor.starter.TemporalException.Kind;
import dev.quaestor.telemetry.Traces;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
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
  /** Whoever has waited so long is told why, if Temporal itself is the reason. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final Duration PROBE = Duration.ofSeconds(2);

  /** A loaded server may miss one probe. */
  private static final int SILENT_PROBES = 2;

  private static final ExecutorService THREADS =
      Traces.carriedTo(
          Executors.newThreadPerTaskExecutor(
              Thread.ofVirtual().name("temporal-call-", 0).factory()));

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

  String namespace() {
    return client.getOptions().getNamespace();
  }

  /** The server itself, to be asked how it is. */
  WorkflowServiceGrpc.WorkflowServiceBlockingStub server() {
    return client.getWorkflowServiceStubs().blockingStub();
  }

  /** As {@link #call(Duration, Callable)}, for as long as a workflow has to answer. */
  <T> T call(Callable<T> call) {
    return call(answerTimeout, call);
  }

  /**
   * The call's result. While it is waited for, Temporal is asked whether it is there: the SDK would
   * try again in silence for as long as the whole bound.
   *
   * @throws TemporalException when there is none in time, or no way to the server
   * @throws RuntimeException whatever else the call threw, as it was
   */
  <T> T call(Duration bound, Callable<T> call) {
    var running = THREADS.submit(call);
    var until = System.nanoTime() + bound.toNanos();
    int silent = 0;
    try {
      while (true) {
        try {
          var left = Math.min(until - System.nanoTime(), LOOK.toNanos());
          return running.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (System.nanoTime() >= until) {
            throw new TemporalException(
                Kind.NO_ANSWER, "no worker answered within " + bound.toSeconds() + " s", e);
          }
          switch (reach()) {
            case ANSWERS -> silent = 0;
            case SILENT -> silent++;
            case GONE -> silent = SILENT_PROBES;
          }
          if (silent >= SILENT_PROBES) {
            throw new TemporalException(Kind.UNREACHABLE, "Temporal is not reachable", e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException(Kind.NO_ANSWER, "interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    } finally {
      // Interrupting ends the long poll; what the server has accepted it keeps.
      running.cancel(true);
    }
  }

  /** Whether the server is there now. */
  boolean isReachable() {
    return reach() == Reach.ANSWERS;
  }

  private enum Reach {
    ANSWERS,
    SILENT,
    GONE
  }

  private Reach reach() {
    try {
      client
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(PROBE.toMillis(), TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return Reach.ANSWERS;
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case UNAVAILABLE -> Reach.GONE;
        case DEADLINE_EXCEEDED, CANCELLED -> Reach.SILENT;
        // It said something: what it thinks of the request is for the call itself to tell.
        case OK,
            UNKNOWN,
            INVALID_ARGUMENT,
            NOT_FOUND,
            ALREADY_EXISTS,
            PERMISSION_DENIED,
            RESOURCE_EXHAUSTED,
            FAILED_PRECONDITION,
            ABORTED,
            OUT_OF_RANGE,
            UNIMPLEMENTED,
            INTERNAL,
            DATA_LOSS,
            UNAUTHENTICATED ->
            Reach.ANSWERS;
      };
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
