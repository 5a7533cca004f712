package dev.quaestor.starter;

import static dev.quaestor.starter.TemporalCalls.within;

import dev.quaestor.actioncenter.ActionSource;
import dev.quaestor.actioncenter.LedgerEvent;
import dev.quaestor.actioncenter.UndoBrief;
import dev.quaestor.alert.Alert;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.investigation.AlertReceipt;
import dev.quaestor.investigation.CancelMessage;
import dev.quaestor.investigation.ClassifyMessage;
import dev.quaestor.investigation.InvestigationStart;
import dev.quaestor.investigation.InvestigationWorkflow;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.remediation.Area;
import dev.quaestor.remediation.RemediationAction;
import dev.quaestor.remediation.RemediationWorkflow;
import dev.quaestor.remediation.UndoWorkflow;
import dev.quaestor.starter.Ruling.Result;
import dev.quaestor.starter.TemporalException.Kind;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.DecisionSigner;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.KnownAlert;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What people and services can have done, one method a verb. The only class that touches {@link
 * WorkflowClient}. Every call may be repeated: ids are made from what the call is about.
 *
 * <p>All throw {@link TemporalException} when Temporal cannot be reached or no worker answers in
 * time; what was accepted by then goes on.
 */
public final class Investigations {
  /** Refused updates are tried again this often: a run that is closing is gone by then. */
  private static final int CLOSING_TRIES = 8;

  private static final Duration CLOSING_PAUSE = Duration.ofMillis(40);

  private final WorkflowClient client;
  private final Ledger ledger;
  private final PolicyStore policies;
  private final DecisionSigner signer;
  private final Duration answerTimeout;
  private final BooleanSupplier searchAttributes;
  private final RecentAlerts recent = new RecentAlerts();

  Investigations(
      WorkflowClient client,
      Ledger ledger,
      PolicyStore policies,
      DecisionSigner signer,
      Duration answerTimeout,
      BooleanSupplier searchAttributes) {
    this.client = client;
    this.ledger = ledger;
    this.policies = policies;
    this.signer = signer;
    this.answerTimeout = answerTimeout;
    this.searchAttributes = searchAttributes;
  }

  /**
   * An alert and the investigation it is part of.
   *
   * @param joined whether that investigation was there before, or knew the alert already
   */
  public record Submitted(
      String alertId, String investigationId, String workflowId, String runId, boolean joined) {}

  /** An action on its way. */
  public record Ordered(String actionId, String workflowId) {}

  /**
   * Starts an investigation of an alert, or adds the alert to the one that runs. The same alert
   * again is answered with the same ids.
   */
  public Submitted submit(Alert alert, String startedBy) {
    Optional<KnownAlert> known = ledger.knownAlert(alert.alertId());
    if (known.isPresent()) {
      var runId =
          ledger.report(known.get().investigationId()).map(r -> r.summary().runId()).orElse("");
      return new Submitted(
          alert.alertId(), known.get().investigationId(), known.get().workflowId(), runId, true);
    }
    return recent.once(alert.alertId(), () -> addUntilTaken(alert, startedBy));
  }

  /** Whether an investigation was started here so lately that the ledger may not know it yet. */
  public boolean isRecent(String investigationId) {
    return recent.knows(investigationId);
  }

  private Submitted addUntilTaken(Alert alert, String startedBy) {
    for (int attempt = 1; ; attempt++) {
      try {
        return within(answerTimeout, () -> addOrStart(alert, startedBy));
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
        pause(CLOSING_PAUSE.multipliedBy(attempt));
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
        options(
                TaskQueues.INVESTIGATION,
                WorkflowIds.investigation(alert.correlationKey()),
                alert.title())
            .setStaticDetails(StartDetails.details(alert, startedBy));
    if (withAttributes) {
      options.setTypedSearchAttributes(StartDetails.searchAttributes(alert));
    }
    var workflow = client.newWorkflowStub(InvestigationWorkflow.class, options.build());
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

  /**
   * Decides pending actions in a caller's name: one ruling each, in the order asked. The first
   * decision wins; a later one is answered with what stands.
   *
   * @param planHash what the caller was shown, for one action; null binds to the action's id alone
   */
  public List<Ruling> decide(
      List<String> actionIds,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      @Nullable String planHash) {
    Map<String, Ruling> rulings = new LinkedHashMap<>();
    Map<String, Map<String, ActionRow>> open = new LinkedHashMap<>();
    for (var id : actionIds) {
      var row = ledger.action(id).orElse(null);
      var refusal = refusalBeforeAsking(id, row, caller, planHash);
      if (refusal != null) {
        rulings.put(id, refusal);
      } else if (row != null && row.workflowId() != null) {
        rulings.put(id, notTaken(row));
        open.computeIfAbsent(row.workflowId(), w -> new LinkedHashMap<>()).put(id, row);
      }
    }
    open.forEach(
        (workflowId, rows) ->
            ask(workflowId, rows, choice, caller, comment, planHash)
                .forEach(ruling -> rulings.put(ruling.actionId(), ruling)));
    return List.copyOf(rulings.values());
  }

  private static @Nullable Ruling refusalBeforeAsking(
      String id, @Nullable ActionRow row, Caller caller, @Nullable String planHash) {
    if (row == null) {
      return new Ruling(id, Result.UNKNOWN_ACTION, null, "There is no action of this id.");
    }
    if (!caller.mayDecide(row.area())) {
      return new Ruling(
          id, Result.NOT_ALLOWED, row, "This action is for an approver of its area to decide.");
    }
    if (row.decision().status() != DecisionStatus.PENDING) {
      return alreadyDecided(row);
    }
    if (planHash != null && !planHash.equals(row.plan().planHash())) {
      return new Ruling(
          id,
          Result.STALE_PLAN,
          row,
          "The plan is no longer the one that was shown: look at the action again.");
    }
    return row.workflowId() == null ? notTaken(row) : null;
  }

  private List<Ruling> ask(
      String workflowId,
      Map<String, ActionRow> rows,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      @Nullable String planHash) {
    var unsigned =
        new DecisionMessage(
            List.copyOf(rows.keySet()),
            choice,
            caller.name(),
            comment,
            planHash,
            "dec-" + UUID.randomUUID(),
            null);
    var message = signer.sign(workflowId, unsigned);
    DecisionAnswer answer;
    try {
      answer = within(answerTimeout, () -> sendDecision(workflowId, message));
    } catch (WorkflowNotFoundException | WorkflowUpdateException e) {
      return rows.values().stream().map(this::standingAfterTheEnd).toList();
    }
    var rulings = new ArrayList<Ruling>();
    for (var item : answer.items()) {
      var row = rows.get(item.actionId());
      if (row != null) {
        LedgerLag.bridged(() -> ledger.action(item.actionId()).filter(Investigations::isDecided));
        rulings.add(ruling(item, row));
      }
    }
    return rulings;
  }

  private static boolean isDecided(ActionRow row) {
    return row.decision().status() != DecisionStatus.PENDING;
  }

  private DecisionAnswer sendDecision(String workflowId, DecisionMessage message) {
    return client
        .newUntypedWorkflowStub(workflowId)
        .startUpdate(
            UpdateOptions.newBuilder(DecisionAnswer.class)
                .setUpdateName("decide")
                .setUpdateId(message.decisionId())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            message)
        .getResult();
  }

  private static Ruling ruling(DecisionAnswer.Item item, ActionRow row) {
    var decided = StandingDecision.with(row, item.decision());
    return switch (item.result()) {
      case ACCEPTED, REPEATED ->
          new Ruling(item.actionId(), Result.COUNTED, decided, item.sentence());
      case ALREADY_DECIDED ->
          new Ruling(item.actionId(), Result.ALREADY_DECIDED, decided, item.sentence());
      case STALE_PLAN -> new Ruling(item.actionId(), Result.STALE_PLAN, row, item.sentence());
      case UNKNOWN_ACTION, NO_APPROVER, UNSIGNED, BAD_SIGNATURE ->
          new Ruling(item.actionId(), Result.NOT_TAKEN, row, item.sentence());
    };
  }

  private Ruling standingAfterTheEnd(ActionRow before) {
    var row = ledger.action(before.actionId()).orElse(before);
    return row.decision().status() == DecisionStatus.PENDING ? notTaken(row) : alreadyDecided(row);
  }

  private static Ruling alreadyDecided(ActionRow row) {
    return new Ruling(
        row.actionId(),
        Result.ALREADY_DECIDED,
        row,
        "This action does not wait for a decision: it is %s.".formatted(row.decision().status()));
  }

  private static Ruling notTaken(ActionRow row) {
    return new Ruling(
        row.actionId(),
        Result.NOT_TAKEN,
        row,
        "The investigation of this action has ended and takes no decision any longer.");
  }

  /**
   * Asks an investigation to stop.
   *
   * @param rollback whether what it did is to be undone, newest first
   * @return false when its workflow has ended
   */
  public boolean cancel(
      String workflowId, String requestedBy, @Nullable String comment, boolean rollback) {
    try {
      return within(
          answerTimeout,
          () -> {
            client
                .newUntypedWorkflowStub(workflowId)
                .signal("cancel", new CancelMessage(requestedBy, comment, rollback));
            return true;
          });
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  /**
   * Runs an action that a person or service orders by hand.
   *
   * @param actionId the same id again runs nothing a second time
   */
  public Ordered order(
      String actionId, RemediationAction action, String requestedBy, @Nullable String comment) {
    return start(
        new RemediationWorkflow.Order(
            actionId,
            action,
            sourceOf(action.type().area()),
            requestedBy,
            comment,
            null,
            giveUpAfter()));
  }

  private Ordered start(RemediationWorkflow.Order order) {
    var actionId = order.actionId();
    var workflowId = WorkflowIds.remediation(actionId);
    var options =
        options(TaskQueues.INVESTIGATION, workflowId, order.action().summary())
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .build();
    var workflow = client.newWorkflowStub(RemediationWorkflow.class, options);
    try {
      within(answerTimeout, () -> WorkflowClient.start(workflow::remediate, order));
    } catch (WorkflowExecutionAlreadyStarted e) {
      // It ran under this id before; its result stands.
      return new Ordered(actionId, workflowId);
    }
    LedgerLag.bridged(() -> ledger.action(actionId));
    return new Ordered(actionId, workflowId);
  }

  /**
   * Puts the undo of an action before an approver.
   *
   * @param proposalId its own action id; the same one again proposes nothing a second time
   * @param inverse what takes the action back
   */
  public Ordered proposeUndo(
      String proposalId,
      ActionRow original,
      RemediationAction inverse,
      String requestedBy,
      String comment) {
    return start(
        new RemediationWorkflow.Order(
            proposalId,
            inverse,
            sourceOf(inverse.type().area()),
            requestedBy,
            comment,
            original.investigationId(),
            giveUpAfter(),
            currentSnapshot(),
            original.actionId(),
            null));
  }

  private PolicySnapshot currentSnapshot() {
    var current = policies.current().orElseThrow(() -> new IllegalStateException("no policy yet"));
    return new PolicySnapshot(current.number(), current.policy(), signer.publicKey());
  }

  /**
   * Tells a running investigation what a person says of its evidence.
   *
   * @return false when it has ended
   */
  public boolean classify(String workflowId, LedgerEvent.Classified word) {
    var message =
        new ClassifyMessage(
            word.entityKey(),
            word.alertId(),
            word.classification(),
            word.determination(),
            word.classifiedBy(),
            word.comment(),
            true);
    try {
      return within(
          answerTimeout,
          () -> {
            client.newUntypedWorkflowStub(workflowId).signal("classify", message);
            return true;
          });
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  /**
   * Takes an action back, or joins the undo that runs. What failed to be undone may be tried again.
   */
  public UndoAnswer undo(ActionRow row, String requestedBy, @Nullable String comment) {
    var workflowId = WorkflowIds.undo(row.actionId());
    return switch (row.undo().state()) {
      case UNDONE -> new UndoAnswer.Undone(row);
      case RUNNING -> new UndoAnswer.Running(row, workflowId);
      case NOT_UNDOABLE -> new UndoAnswer.NotUndoable(row, whyNotUndoable(row));
      case AVAILABLE, FAILED -> {
        startUndo(workflowId, row, requestedBy, comment);
        yield new UndoAnswer.Running(
            StandingDecision.withUndoRunning(row, workflowId, requestedBy, comment), workflowId);
      }
    };
  }

  private void startUndo(
      String workflowId, ActionRow row, String requestedBy, @Nullable String comment) {
    var request = new UndoWorkflow.Request(row.actionId(), requestedBy, comment, giveUpAfter());
    var options = options(TaskQueues.INVESTIGATION, workflowId, "Undo: " + row.summary()).build();
    var workflow = client.newWorkflowStub(UndoWorkflow.class, options);
    within(answerTimeout, () -> WorkflowClient.start(workflow::undo, request));
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

  private static ActionSource sourceOf(Area area) {
    return switch (area) {
      case DEVICE -> ActionSource.MANUAL_DEVICE_ACTION;
      // The Action center has no source of its own for accounts; it lists them with mail.
      case EMAIL, IDENTITY -> ActionSource.MANUAL_EMAIL_ACTION;
    };
  }

  private static WorkflowOptions.Builder options(
      String taskQueue, String workflowId, String summary) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setWorkflowId(workflowId)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setStaticSummary(StartDetails.summary(summary));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException(Kind.NO_ANSWER, "interrupted while waiting", e);
    }
  }
}
