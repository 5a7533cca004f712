package dev.quaestor.feed;

import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Asks what to read, has it read, has it taken in. */
public final class AlertFeedWorkflowImpl implements AlertFeedWorkflow {

  /** Then the schedule goes on: 10,000 alerts, and a history of some hundred events. */
  private static final int MOST_BATCHES = 100;

  private static final int MOST_TELLINGS = 5;

  /** One answer of a slow tenant, halved a few times. */
  private static final Duration ONE_READING = Duration.ofMinutes(3);

  /** A worker that beats no longer is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** If no worker takes it by then, this is what is told; the next round tries again. */
  private static final Duration UNTAKEN = Duration.ofMinutes(2);

  private final AlertSourceActivities worker =
      Workflow.newActivityStub(
          AlertSourceActivities.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.EVIDENCE)
              .setStartToCloseTimeout(ONE_READING)
              .setScheduleToStartTimeout(UNTAKEN)
              .setHeartbeatTimeout(SILENCE)
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofSeconds(1))
                      .setMaximumAttempts(3)
                      .build())
              .build());

  private final AlertStatusActivities teller =
      Workflow.newActivityStub(
          AlertStatusActivities.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.REMEDIATION)
              .setStartToCloseTimeout(Duration.ofMinutes(2))
              .setScheduleToStartTimeout(UNTAKEN)
              .setHeartbeatTimeout(SILENCE)
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofSeconds(1))
                      .setMaximumAttempts(3)
                      .build())
              .build());

  /**
   * Tried for ever: while the starter, the ledger or Temporal is away there is nobody to tell that
   * an alert was not taken in.
   */
  private static final ActivityOptions ON_STARTER =
      ActivityOptions.newBuilder()
          .setTaskQueue(TaskQueues.ACTION_CENTER)
          .setStartToCloseTimeout(Duration.ofMinutes(1))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setMaximumInterval(Duration.ofSeconds(30))
                  .build())
          .build();

  private final AlertIntakeActivities intake =
      Workflow.newActivityStub(AlertIntakeActivities.class, ON_STARTER);
  private final AlertWordActivities words =
      Workflow.newActivityStub(AlertWordActivities.class, ON_STARTER);

  @Override
  public String read(String source) {
    var next = intake.next(source);
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      switch (next) {
        case NextRead.Rest rest -> {
          if (rest.toTell()) {
            tell(source);
          }
          return rest.why();
        }
        case NextRead.Read read -> next = intake.takeIn(read.query(), answer(read.query()));
      }
    }
    return "There is more to read, which the next round does.";
  }

  /** One after the other, because the vendor counts calls; what fails for now ends it for now. */
  private void tell(String source) {
    for (int batch = 0; batch < MOST_TELLINGS; batch++) {
      var due = words.words(source);
      if (due.isEmpty()) {
        return;
      }
      for (var word : due) {
        var told = told(word);
        words.told(word, told);
        if (told instanceof AlertTold.NotSaid not && not.why().retryable()) {
          return;
        }
      }
    }
  }

  private AlertTold told(AlertWord word) {
    try {
      return teller.tell(word);
    } catch (ActivityFailure nobodyCould) {
      if (nobodyCould.getCause() instanceof CanceledFailure) {
        throw nobodyCould;
      }
      return new AlertTold.NotSaid(
          FailureType.BACK_END_DOWN, "No worker has said it in time.", null);
    }
  }

  private AlertsRead answer(AlertQuery query) {
    try {
      return worker.read(query);
    } catch (ActivityFailure nobodyCould) {
      if (nobodyCould.getCause() instanceof CanceledFailure) {
        throw nobodyCould;
      }
      return new AlertsRead.NotRead(
          FailureType.BACK_END_DOWN, "No worker has read it in time.", null);
    }
  }
}
