package dev.quaestor.starter;

import static dev.quaestor.starter.TemporalCalls.within;

import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.order.RemediationWorkflow;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.starter.Investigations.Ordered;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Acting by hand, and taking back. */
final class Orders {
  private final TemporalAccess temporal;
  private final Ledger ledger;
  private final PolicyStore policies;

  Orders(TemporalAccess temporal, Ledger ledger, PolicyStore policies) {
    this.temporal = temporal;
    this.ledger = ledger;
    this.policies = policies;
  }

  Ordered order(ManualOrder wanted) {
    var ordered = start(wanted);
    LedgerLag.bridged(() -> ledger.action(wanted.actionId()));
    return ordered;
  }

  /** Does not wait until the ledger knows it. */
  Ordered start(ManualOrder wanted) {
    var workflowId = WorkflowIds.remediation(wanted.actionId());
    var order =
        new RemediationWorkflow.Order(
            wanted.actionId(),
            wanted.action(),
            wanted.source(),
            wanted.requestedBy(),
            wanted.comment(),
            wanted.investigationId(),
            giveUpAfter(),
            wanted.proposed() ? policyNow() : null,
            wanted.undoes(),
            wanted.group());
    var options =
        TemporalAccess.options(TaskQueues.INVESTIGATION, workflowId, wanted.action().summary())
            .setStaticDetails(StartDetails.details(wanted))
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .build();
    var workflow = temporal.client().newWorkflowStub(RemediationWorkflow.class, options);
    try {
      within(temporal.answerTimeout(), () -> WorkflowClient.start(workflow::remediate, order));
    } catch (WorkflowExecutionAlreadyStarted e) {
      // It ran under this id before; its result stands.
      return new Ordered(wanted.actionId(), workflowId);
    }
    return new Ordered(wanted.actionId(), workflowId);
  }

  private PolicySnapshot policyNow() {
    return ledger
        .policyNow()
        .orElseThrow(() -> new IllegalStateException("no policy has been put yet"));
  }

  UndoAnswer undo(ActionRow row, String requestedBy, @Nullable String comment) {
    var workflowId = WorkflowIds.undo(row.actionId());
    return switch (row.undo().state()) {
      case UNDONE -> new UndoAnswer.Undone(row);
      case RUNNING -> new UndoAnswer.Running(row, workflowId);
      case NOT_UNDOABLE -> new UndoAnswer.NotUndoable(row, whyNotUndoable(row));
      case AVAILABLE, FAILED -> {
        startUndo(workflowId, row, requestedBy, comment);
        yield new UndoAnswer.Running(
            DecidedAction.withUndoRunning(row, workflowId, requestedBy, comment), workflowId);
      }
    };
  }

  private void startUndo(
      String workflowId, ActionRow row, String requestedBy, @Nullable String comment) {
    var request = new UndoWorkflow.Request(row.actionId(), requestedBy, comment, giveUpAfter());
    var options =
        TemporalAccess.options(TaskQueues.INVESTIGATION, workflowId, "Undo: " + row.summary())
            .build();
    var workflow = temporal.client().newWorkflowStub(UndoWorkflow.class, options);
    within(temporal.answerTimeout(), () -> WorkflowClient.start(workflow::undo, request));
  }

  private String whyNotUndoable(ActionRow row) {
    return switch (ledger.brief(row.actionId())) {
      case UndoBrief.NotUndoable not -> not.because();
      case UndoBrief.Undoable yes -> "The action changed its state just now: look again.";
    };
  }

  private Duration giveUpAfter() {
    return policies
        .current()
        .map(PolicyRevision::policy)
        .map(Policy::limits)
        .map(Policy.Limits::giveUpAfter)
        .orElse(Duration.ofDays(3));
  }
}
