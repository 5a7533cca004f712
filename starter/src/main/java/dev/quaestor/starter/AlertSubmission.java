package dev.quaestor.starter;

import static dev.quaestor.starter.TemporalCalls.within;

import dev.quaestor.alert.Alert;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.investigation.AlertReceipt;
import dev.quaestor.investigation.InvestigationStart;
import dev.quaestor.investigation.InvestigationWorkflow;
import dev.quaestor.starter.Investigations.Submitted;
import dev.quaestor.starter.TemporalException.Kind;
import dev.quaestor.starter.ledger.KnownAlert;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Starting investigations, and adding alerts to those that run. */
final class AlertSubmission {
  /** Refused updates are tried again this often: a run that is closing is gone by then. */
  private static final int CLOSING_TRIES = 8;

  private static final Duration CLOSING_PAUSE = Duration.ofMillis(40);

  private final TemporalAccess temporal;
  private final Ledger ledger;
  private final BooleanSupplier searchAttributes;
  private final RecentAlerts recent = new RecentAlerts();

  AlertSubmission(TemporalAccess temporal, Ledger ledger, BooleanSupplier searchAttributes) {
    this.temporal = temporal;
    this.ledger = ledger;
    this.searchAttributes = searchAttributes;
  }

  Submitted submit(Alert alert, String startedBy) {
    Optional<KnownAlert> known = ledger.knownAlert(alert.alertId());
    if (known.isPresent()) {
      var runId =
          ledger.report(known.get().investigationId()).map(r -> r.summary().runId()).orElse("");
      return new Submitted(
          alert.alertId(), known.get().investigationId(), known.get().workflowId(), runId, true);
    }
    return recent.once(alert.alertId(), () -> addUntilTaken(alert, startedBy));
  }

  boolean isRecent(String investigationId) {
    return recent.knows(investigationId);
  }

  private Submitted addUntilTaken(Alert alert, String startedBy) {
    for (int attempt = 1; ; attempt++) {
      try {
        return within(temporal.answerTimeout(), () -> addOrStart(alert, startedBy));
      } catch (WorkflowUpdateException | WorkflowNotFoundException | WorkflowServiceException e) {
        if (!isClosing(e)) {
          throw e instanceof WorkflowUpdateException
              ? new TemporalException(Kind.REFUSED, "the alert was not taken", e)
              : e;
        }
        if (attempt == CLOSING_TRIES) {
          throw new TemporalException(
              Kind.CLOSING, "the investigation was closing while the alert came in", e);
        }
        TemporalAccess.pause(CLOSING_PAUSE.multipliedBy(attempt));
      }
    }
  }

  /**
   * The next try starts the next run. SDK 1.38 loses the type of what a validator throws, so that
   * its message, which is a constant of the contract, must do.
   */
  private static boolean isClosing(RuntimeException e) {
    return e instanceof WorkflowNotFoundException
        // The run ended between the look-up and the update of one update-with-start.
        || (e.getCause() instanceof StatusRuntimeException status
            && (status.getStatus().getCode() == Status.Code.NOT_FOUND
                || status.getStatus().getCode() == Status.Code.ABORTED))
        || (e.getCause() != null
            && String.valueOf(e.getCause().getMessage()).contains(InvestigationWorkflow.CLOSING));
  }

  private Submitted addOrStart(Alert alert, String startedBy) {
    var investigationId =
        "inv-" + PlanHash.shortId(alert.correlationKey() + "\n" + alert.alertId());
    boolean withAttributes = searchAttributes.getAsBoolean();
    var options =
        TemporalAccess.options(
                TaskQueues.INVESTIGATION,
                WorkflowIds.investigation(alert.correlationKey()),
                alert.title())
            .setStaticDetails(StartDetails.details(alert, startedBy));
    if (withAttributes) {
      options.setTypedSearchAttributes(StartDetails.searchAttributes(alert));
    }
    var workflow = temporal.client().newWorkflowStub(InvestigationWorkflow.class, options.build());
    var start = new InvestigationStart(investigationId, null, startedBy, withAttributes, null);
    AlertReceipt receipt =
        WorkflowClient.executeUpdateWithStart(
            workflow::addAlert,
            alert,
            UpdateOptions.newBuilder(AlertReceipt.class)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            new WithStartWorkflowOperation<>(workflow::investigate, start));
    var execution = WorkflowStub.fromTyped(workflow).getExecution();
    return new Submitted(
        alert.alertId(),
        receipt.investigationId(),
        WorkflowIds.investigation(alert.correlationKey()),
        execution.getRunId(),
        receipt.joined());
  }
}
