package dev.quaestor.call;

import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.UnexaminedBatch;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/**
 * Looking at evidence, the same wherever a workflow decides on an action: what nobody could look at
 * is blind, and the workflow goes on without it. Attempts are bounded and their sum is not: the
 * time in which no worker polls is nobody's failure. For use inside workflows only.
 */
public final class EvidenceCalls {

  /** Three missed beats of the worker: it is gone, another one takes over. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /**
   * Two minutes for each fifty look-ups on a slow tenant. A stub is made anew for each call,
   * because it takes kilobytes and a case waits for days.
   */
  private static EvidenceActivities asking(int pieces) {
    var fifties = 1 + (pieces - 1) / EvidenceActivities.BATCH_SIZE;
    return Workflow.newActivityStub(
        EvidenceActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.EVIDENCE)
            .setStartToCloseTimeout(Duration.ofMinutes(2).multipliedBy(fifties))
            .setHeartbeatTimeout(SILENCE)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(500))
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .setMaximumAttempts(EvidenceActivities.ATTEMPTS)
                    .build())
            .build());
  }

  /** Nobody is asked, so this takes seconds. */
  private static EvidenceActivities alone() {
    return Workflow.newActivityStub(
        EvidenceActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.EVIDENCE)
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setHeartbeatTimeout(SILENCE)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build())
            .build());
  }

  /** One examination for each piece asked for, in the same order. */
  public List<Examination> at(ExaminationRequest request) {
    try {
      return UnexaminedBatch.completed(
          request.evidence(), asking(request.evidence().size()).examine(request));
    } catch (ActivityFailure nobodyCould) {
      return nobodyCould.getCause() instanceof CanceledFailure
          ? UnexaminedBatch.withoutWorker(request.evidence())
          : byItself(request);
    }
  }

  /** What the alert itself said is not lost because the back ends are slow. */
  private List<Examination> byItself(ExaminationRequest request) {
    try {
      var said = UnexaminedBatch.unasked(alone().examine(request.askingNobody()));
      return UnexaminedBatch.completed(request.evidence(), said);
    } catch (ActivityFailure noWorker) {
      return UnexaminedBatch.withoutWorker(request.evidence());
    }
  }
}
