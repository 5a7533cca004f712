package dev.quaestor.call;

import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.UnexaminedBatch;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/**
 * Looking at evidence, the same wherever a workflow decides on an action: what nobody could look at
 * is blind, and the workflow goes on without it. For use inside workflows only.
 */
public final class EvidenceCalls {

  /** Two minutes for fifty look-ups on a slow tenant. */
  private final EvidenceActivities activities =
      Workflow.newActivityStub(
          EvidenceActivities.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.EVIDENCE)
              .setStartToCloseTimeout(Duration.ofMinutes(2))
              .setScheduleToCloseTimeout(Duration.ofMinutes(15))
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofMillis(500))
                      .setMaximumInterval(Duration.ofSeconds(30))
                      .setMaximumAttempts(EvidenceActivities.ATTEMPTS)
                      .build())
              .build());

  /** One examination for each piece asked for, in the same order. */
  public List<Examination> at(ExaminationRequest request) {
    try {
      return UnexaminedBatch.completed(request.evidence(), activities.examine(request));
    } catch (ActivityFailure nobodyCould) {
      return UnexaminedBatch.of(request.evidence());
    }
  }
}
