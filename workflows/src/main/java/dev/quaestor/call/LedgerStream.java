package dev.quaestor.call;

import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one short workflow, numbered and recorded one by one. For use inside workflows
 * only.
 */
public final class LedgerStream {
  private final ActionCenterActivities actionCenter = actionCenter();
  private final String stream;
  private final @Nullable String investigationId;
  private long seq;

  private LedgerStream(String stream, @Nullable String investigationId) {
    this.stream = stream;
    this.investigationId = investigationId;
  }

  /** A stream of its own for each run, because a later run of the same id counts from one again. */
  public static LedgerStream ofThisRun(@Nullable String investigationId) {
    var info = Workflow.getInfo();
    return new LedgerStream(
        info.getWorkflowId() + "/" + info.getFirstExecutionRunId(), investigationId);
  }

  /** What one action of a case has to say of other cases; it runs once. */
  public static LedgerStream ofAction(String actionId) {
    return new LedgerStream(Workflow.getInfo().getWorkflowId() + "/" + actionId, null);
  }

  /** The ledger is ours: its database is waited for as long as it takes. */
  public static ActionCenterActivities actionCenter() {
    return Workflow.newActivityStub(
        ActionCenterActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.ACTION_CENTER)
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(200))
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .build())
            .build());
  }

  public void record(LedgerEvent event) {
    record(investigationId, event);
  }

  /** The same of what belongs to another case. */
  public void record(@Nullable String ofCase, LedgerEvent event) {
    var at = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    actionCenter.record(
        new LedgerBatch(stream, ofCase, List.of(new LedgerEntry(++seq, at, event))));
  }
}
