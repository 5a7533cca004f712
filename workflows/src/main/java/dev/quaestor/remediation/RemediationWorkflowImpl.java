package dev.quaestor.remediation;

import dev.quaestor.actioncenter.LedgerEvent;
import dev.quaestor.actioncenter.LedgerStream;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.policy.Gate;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A manual action: recorded as ordered, run, recorded as it ended. */
public final class RemediationWorkflowImpl implements RemediationWorkflow {

  @Override
  public Outcome remediate(Order order) {
    return RemediationRun.toTheEnd(cancelled -> remediate(order, cancelled));
  }

  private static Outcome remediate(Order order, BooleanSupplier cancelled) {
    var ledger = LedgerStream.ofThisRun(order.investigationId());
    var ordered =
        new Decision.ByPerson(
            true,
            order.requestedBy(),
            true,
            Decision.Channel.REQUESTER,
            order.comment(),
            null,
            Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    ledger.record(
        new LedgerEvent.ActionPlanned(
            order.actionId(),
            order.action(),
            order.source(),
            Gate.AUTOMATIC,
            null,
            "Ordered by " + order.requestedBy(),
            null,
            PlanHash.of(order.action(), "ORDERED", 0),
            ordered,
            order.requestedBy(),
            order.comment(),
            null));
    var run =
        new RemediationRun(
            order.giveUpAfter(),
            cancelled,
            new RemediationRun.Listener() {
              @Override
              public void prepared(Receipt receipt) {
                ledger.record(new LedgerEvent.ActionPrepared(order.actionId(), receipt));
              }

              @Override
              public void unfinished(Outcome.Unfinished outcome) {
                ledger.record(new LedgerEvent.ActionProgressed(order.actionId(), outcome));
              }
            });
    var outcome =
        run.run(
            new RemediationActivities.Command(
                order.actionId(),
                order.investigationId(),
                order.action(),
                order.comment() == null ? "Ordered by " + order.requestedBy() : order.comment(),
                null));
    ledger.record(new LedgerEvent.ActionProgressed(order.actionId(), outcome));
    return outcome;
  }
}
