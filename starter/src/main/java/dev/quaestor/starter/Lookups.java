package dev.quaestor.starter;

import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.lookup.LookupWorkflow;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Asking the back ends, through the worker: nobody else may talk to them. Changes nothing. */
public final class Lookups {
  /** A hunting query of Defender may run 200 seconds. */
  private static final Duration HUNT = Duration.ofSeconds(240);

  private static final Duration SHORT = Duration.ofSeconds(75);

  private final TemporalAccess temporal;

  Lookups(TemporalAccess temporal) {
    this.temporal = temporal;
  }

  /**
   * Asks, and waits for the answer: minutes, if it is a long query.
   *
   * @param summary one line that the Temporal Web UI shows
   * @return {@link LookupAnswer.Refused} when a back end says no or stays away
   * @throws TemporalException when Temporal cannot be reached or no worker answers in time
   */
  public LookupAnswer ask(LookupRequest request, String summary) {
    return ask(request, summary, request instanceof LookupRequest.Hunt ? HUNT : SHORT);
  }

  /** The same, for no longer than that. */
  LookupAnswer ask(LookupRequest request, String summary, Duration bound) {
    var options =
        TemporalAccess.options(
                TaskQueues.INVESTIGATION, WorkflowIds.lookup(UUID.randomUUID().toString()), summary)
            // Nobody waits any longer then, and a question leaves nothing to finish.
            .setWorkflowExecutionTimeout(bound)
            .build();
    var workflow = temporal.client().newWorkflowStub(LookupWorkflow.class, options);
    return temporal.call(bound, () -> workflow.lookUp(request));
  }

  /**
   * The history of a run as Temporal's tools read it.
   *
   * @return empty when Temporal no longer has it
   * @throws TemporalException when Temporal cannot be reached
   */
  public Optional<String> history(String workflowId, String runId) {
    try {
      return Optional.of(
          temporal.call(
              SHORT, () -> temporal.client().fetchHistory(workflowId, runId).toJson(true)));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
