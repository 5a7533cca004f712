package dev.quaestor.call;

import dev.quaestor.authority.AuthorityActivities;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks who stands behind a message, which takes a moment: whoever asks must look again at what it
 * saw before. For use inside workflows only.
 */
public final class Vouchers {
  private final AuthorityActivities activities =
      Workflow.newLocalActivityStub(
          AuthorityActivities.class,
          LocalActivityOptions.newBuilder()
              .setStartToCloseTimeout(Duration.ofSeconds(10))
              .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(3).build())
              .setDoNotIncludeArgumentsIntoMarker(true)
              .build());

  private final String workflowId = Workflow.getInfo().getWorkflowId();

  /** Detached, because what came before the workflow was cancelled is heard to the end. */
  public Voucher of(SignedMessage<?> message) {
    var seal = message.signature();
    if (seal == null) {
      return new Voucher.None();
    }
    var statement = Statement.of(workflowId, message);
    var answer = new AtomicReference<Voucher>(new Voucher.Invalid());
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                answer.set(activities.verify(statement, seal));
              } catch (ActivityFailure couldNot) {
                // Whom nobody could ask about is not vouched for.
              }
            })
        .run();
    return Objects.requireNonNull(answer.get());
  }
}
