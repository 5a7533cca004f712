package dev.quaestor.lookup;

import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody sits and waits for the answer: a minute of tries, then the reason. */
public final class LookupWorkflowImpl implements LookupWorkflow {

  /** A hunting query of Defender may run 200 seconds. */
  private static final Duration ONE_ANSWER = Duration.ofSeconds(210);

  private final LookupActivities activities =
      Workflow.newActivityStub(
          LookupActivities.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.EVIDENCE)
              .setStartToCloseTimeout(ONE_ANSWER)
              .setScheduleToCloseTimeout(ONE_ANSWER.plusMinutes(1))
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofMillis(500))
                      .setMaximumInterval(Duration.ofSeconds(10))
                      .setMaximumAttempts(5)
                      .build())
              .build());

  @Override
  public LookupAnswer lookUp(LookupRequest request) {
    try {
      return activities.lookUp(request);
    } catch (ActivityFailure failure) {
      return refused(failure.getCause());
    }
  }

  private static LookupAnswer refused(@Nullable Throwable cause) {
    if (cause instanceof ApplicationFailure known) {
      return new LookupAnswer.Refused(known.getType(), known.getOriginalMessage());
    }
    return cause instanceof TimeoutFailure timeout
            && timeout.getCause() instanceof ApplicationFailure last
        ? new LookupAnswer.Refused(last.getType(), last.getOriginalMessage())
        : new LookupAnswer.Refused("NO_ANSWER", "No worker or back end answered in time");
  }
}
