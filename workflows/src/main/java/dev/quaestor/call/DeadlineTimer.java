package dev.quaestor.call;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a workflow that waits for people, for its nearest deadline, in a cancellation
 * scope of its own: {@code Workflow.await} with a timeout would leave its timer running after the
 * answer came (SDK 1.38).
 */
public final class DeadlineTimer {
  private final String summary;
  private @Nullable Instant armedFor;
  private @Nullable CancellationScope scope;
  private boolean due;

  /**
   * @param summary what people read beside it
   */
  public DeadlineTimer(String summary) {
    this.summary = summary;
  }

  /** Sets the timer to that moment; does nothing when it is set so already. */
  public void arm(Optional<Instant> until) {
    if (until.isEmpty()) {
      disarm();
    } else if (!until.get().equals(armedFor)) {
      disarm();
      startTimer(until.get());
    }
  }

  private void startTimer(Instant until) {
    armedFor = until;
    var left = Math.max(1, until.toEpochMilli() - Workflow.currentTimeMillis());
    var options = TimerOptions.newBuilder().setSummary(summary).build();
    var own =
        Workflow.newCancellationScope(
            () ->
                Workflow.newTimer(Duration.ofMillis(left), options)
                    .handle(
                        (fired, cancelled) -> {
                          due = due || (cancelled == null && until.equals(armedFor));
                          return fired;
                        }));
    scope = own;
    own.run();
  }

  public void disarm() {
    armedFor = null;
    due = false;
    if (scope != null) {
      var old = scope;
      scope = null;
      old.cancel("no longer needed");
    }
  }

  public boolean isDue() {
    return due;
  }
}
