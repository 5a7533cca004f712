package dev.quaestor.call;

import dev.quaestor.authority.SenderActivities;
import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.SignalSighting;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks who sent a signal, which takes a moment: whoever asks must look again at what it saw before.
 * For use inside workflows only.
 */
final class Senders {
  private final SenderActivities activities =
      Workflow.newActivityStub(
          SenderActivities.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.ACTION_CENTER)
              .setStartToCloseTimeout(Duration.ofSeconds(60))
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofMillis(200))
                      .setMaximumInterval(Duration.ofSeconds(30))
                      .build())
              .build());

  /** Detached, because what came before the workflow was cancelled is heard to the end. */
  SignalSender of(SignalSighting sighting) {
    var answer = new AtomicReference<>(SignalSender.NOBODY);
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                answer.set(activities.sender(sighting));
              } catch (ActivityFailure couldNot) {
                // Whom nobody could ask about is nobody.
              }
            })
        .run();
    return Objects.requireNonNull(answer.get());
  }
}
