package dev.quaestor.starter;

import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.authority.Author;
import dev.quaestor.call.OrderAdmission;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.order.RemediationWorkflow;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.starter.TemporalException.Kind;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.CallerRequests;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.wire.TaskQueues;
import dev.quaestor.wire.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Acting by hand, and taking back. Every call may be repeated: ids are made from what it is about.
 *
 * <p>All throw {@link TemporalException} when Temporal cannot be reached or no worker answers in
 * time; what was accepted by then goes on.
 */
public final class Orders {
  /** What is left of a workflow that has told its end is one task. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(3);

  private final TemporalAccess temporal;
  private final Ledger ledger;
  private final MessageSigner signer;
  private final CallerRequests made;

  Orders(TemporalAccess temporal, Ledger ledger, MessageSigner signer, CallerRequests made) {
    this.made = made;
    this.temporal = temporal;
    this.ledger = ledger;
    this.signer = signer;
  }

  /**
   * Runs an action that a person or service orders by hand, or has it wait for an approver. The
   * ledger has it at once, so that it is seen though no worker runs and though its start gets lost.
   * Returns when a worker has taken it up, or after a moment; the same id again runs nothing a
   * second time, unless no worker believed it the first time.
   */
  public void order(ManualOrder wanted) {
    start(wanted);
    LedgerLag.bridged(() -> ledger.action(wanted.actionId()).filter(ActionRow::isTakenUp));
    requireBelieved(wanted);
  }

  /**
   * Of an order that was handed over.
   *
   * @throws TemporalException when a worker has refused it
   */
  public void requireBelieved(ManualOrder wanted) {
    if (ledger.action(wanted.actionId()).filter(ActionRow::isTakenUp).isEmpty()) {
      whyNotBelieved(WorkflowIds.remediation(wanted.actionId()))
          .ifPresent(
              why -> {
                throw new TemporalException(Kind.NOT_BELIEVED, why, null);
              });
    }
  }

  /** What a worker had against the last start of this workflow; empty where it had nothing. */
  private Optional<String> whyNotBelieved(String workflowId) {
    var workflow = temporal.client().newUntypedWorkflowStub(workflowId);
    try {
      return temporal.call(
          ENDS_WITHIN,
          () ->
              workflow.describe().getStatus()
                          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED
                      && workflow.getResult(Outcome.class) instanceof Outcome.Failed failed
                      && failed.code().equals(OrderAdmission.NOT_TAKEN)
                  ? Optional.of(failed.sentence())
                  : Optional.empty());
    } catch (WorkflowException | TemporalException unknown) {
      return Optional.empty();
    }
  }

  /** The same for one of many: it does not wait for the ledger. */
  public void start(ManualOrder wanted) {
    var workflowId = WorkflowIds.remediation(wanted.actionId());
    var order =
        new RemediationWorkflow.Order(
            wanted.actionId(),
            wanted.action(),
            wanted.source(),
            wanted.comment(),
            wanted.investigationId(),
            wanted.proposed(),
            wanted.undoes(),
            wanted.group(),
            null);
    ledger.say(
        "accepted/" + wanted.actionId(),
        wanted.investigationId(),
        Instant.now(),
        new LedgerEvent.OrderAccepted(
            wanted.actionId(),
            wanted.action(),
            wanted.source(),
            wanted.by().name(),
            wanted.comment(),
            wanted.undoes(),
            wanted.group()));
    try {
      begin(order, workflowId, wanted, WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE);
    } catch (WorkflowExecutionAlreadyStarted e) {
      // It ran under this id before; its result stands, if there was anything in it.
      if (whyNotBelieved(workflowId).isPresent()) {
        begin(order, workflowId, wanted, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
      }
    }
  }

  private void begin(
      RemediationWorkflow.Order order,
      String workflowId,
      ManualOrder wanted,
      WorkflowIdReusePolicy again) {
    var options =
        TemporalAccess.options(TaskQueues.INVESTIGATION, workflowId, wanted.action().summary())
            .setStaticDetails(StartDetails.details(wanted))
            .setWorkflowIdReusePolicy(again)
            .build();
    var workflow = temporal.client().newWorkflowStub(RemediationWorkflow.class, options);
    var signed = signer.sign(workflowId, order, wanted.by());
    temporal.call(() -> WorkflowClient.start(workflow::remediate, signed));
  }

  /**
   * Puts the undo of an action before an approver. However often and by whomever it is asked for,
   * one proposal stands for an action at a time, and belongs to who asked first; once it was
   * declined or has failed, the next wish makes the next.
   */
  public UndoProposal proposeUndo(ActionRow original, Author by, @Nullable String comment) {
    return switch (ledger.brief(original.actionId())) {
      case UndoBrief.NotUndoable no -> new UndoProposal.NotUndoable(no.because());
      case UndoBrief.OnlyHeld held ->
          new UndoProposal.NotUndoable(
              "It changed nothing that could be undone; an approver can let go of what it found.");
      case UndoBrief.Undoable yes ->
          yes.action()
              .inverse(yes.receipt())
              .<UndoProposal>map(inverse -> standing(original, inverse, by, comment))
              .orElseGet(
                  () -> new UndoProposal.NotUndoable("It changed nothing that could be undone."));
    };
  }

  private UndoProposal standing(
      ActionRow original, RemediationAction inverse, Author by, @Nullable String comment) {
    var id = proposalId(original.actionId());
    if (ledger.action(id).filter(ActionRow::isTakenUp).isEmpty()) {
      made.make(id, by.id(), null);
      order(
          new ManualOrder(
              id,
              inverse,
              inverse.type().usualSource(),
              by,
              comment,
              original.investigationId(),
              true,
              original.actionId(),
              null));
    }
    return new UndoProposal.Standing(id, inverse, ledger.action(id).filter(ActionRow::isTakenUp));
  }

  /** The first that nobody has made yet, or that is not done with. */
  private String proposalId(String actionId) {
    for (int i = 1; ; i++) {
      var id = "undo-proposal-" + PlanHash.shortId(actionId + "\n" + i);
      if (ledger.action(id).filter(Orders::isDoneWith).isEmpty()) {
        return id;
      }
    }
  }

  private static boolean isDoneWith(ActionRow proposal) {
    if (!proposal.isTakenUp()) {
      return proposal.execution().status().isFinal();
    }
    return switch (proposal.decision().status()) {
      case PENDING -> false;
      case APPROVED -> proposal.execution().status().isFinal();
      case NOT_NEEDED, REJECTED, EXPIRED, SUPERSEDED -> true;
    };
  }

  /** As {@link #undo(List, Author, String)}, of one. */
  public UndoAnswer undo(ActionRow row, Author by, @Nullable String comment) {
    return undo(List.of(row), by, comment).getFirst();
  }

  /**
   * Takes actions back, or joins the undos that run. What was not taken back may be tried again.
   * Returns when workers have taken all of them up, or after a moment; what could not be asked for
   * keeps none of the others back.
   */
  public List<UndoAnswer> undo(List<ActionRow> rows, Author by, @Nullable String comment) {
    var asked = ParallelCalls.each(rows, row -> new Asked(row, asked(row, by, comment)));
    LedgerLag.bridged(
        () -> asked.stream().allMatch(this::isTakenUp) ? Optional.of(true) : Optional.empty());
    return ParallelCalls.each(asked, this::heard);
  }

  private record Asked(ActionRow before, UndoAnswer answer) {}

  private UndoAnswer asked(ActionRow row, Author by, @Nullable String comment) {
    var workflowId = WorkflowIds.undo(row.actionId());
    try {
      return switch (row.undo().state()) {
        case UNDONE -> new UndoAnswer.Undone(row);
        case RUNNING -> new UndoAnswer.Running(row, workflowId);
        case NOT_UNDOABLE, NOT_YET -> new UndoAnswer.NotUndoable(row, whyNotUndoable(row));
        case AVAILABLE -> started(workflowId, row, by, comment);
        case FAILED, HELD_BY_OTHERS, CHANGED_SINCE -> {
          letEnd(workflowId);
          yield started(workflowId, row, by, comment);
        }
      };
    } catch (TemporalException met) {
      return new UndoAnswer.Unheard(row, met);
    }
  }

  /** Whether there is nothing to wait for. */
  private boolean isTakenUp(Asked asked) {
    var before = asked.before().undo();
    return !(asked.answer() instanceof UndoAnswer.Running)
        || before.state() == UndoState.RUNNING
        || ledger
            .action(asked.before().actionId())
            .filter(now -> !Objects.equals(now.undo().changedAt(), before.changedAt()))
            .isPresent();
  }

  private UndoAnswer heard(Asked asked) {
    return isTakenUp(asked)
        ? asked.answer()
        : whyNotBelieved(WorkflowIds.undo(asked.before().actionId()))
            .<UndoAnswer>map(why -> unheard(asked.before(), why))
            .orElse(asked.answer());
  }

  private static UndoAnswer unheard(ActionRow row, String why) {
    return new UndoAnswer.Unheard(row, new TemporalException(Kind.NOT_BELIEVED, why, null));
  }

  /**
   * The try that failed tells the ledger so before it ends. Until then a start would join it, and
   * nothing would be tried again.
   */
  private void letEnd(String workflowId) {
    var failed = temporal.client().newUntypedWorkflowStub(workflowId);
    try {
      temporal.call(ENDS_WITHIN, () -> failed.getResult(Outcome.class));
    } catch (WorkflowException ended) {
      // It ended in another way, or so long ago that Temporal has forgotten it.
    } catch (TemporalException otherTry) {
      if (otherTry.kind() != Kind.NO_ANSWER) {
        throw otherTry;
      }
      // Somebody else's second try runs: the start joins it.
    }
  }

  private UndoAnswer started(
      String workflowId, ActionRow row, Author by, @Nullable String comment) {
    startUndo(workflowId, row, by, comment);
    return new UndoAnswer.Running(
        DecidedAction.withUndoRunning(row, workflowId, by.name(), comment), workflowId);
  }

  private void startUndo(String workflowId, ActionRow row, Author by, @Nullable String comment) {
    var wish = new UndoWorkflow.Request(row.actionId(), comment, null);
    var options =
        TemporalAccess.options(TaskQueues.INVESTIGATION, workflowId, "Undo: " + row.summary())
            .build();
    var workflow = temporal.client().newWorkflowStub(UndoWorkflow.class, options);
    var request = signer.sign(workflowId, wish, by);
    temporal.call(() -> WorkflowClient.start(workflow::undo, request));
  }

  private String whyNotUndoable(ActionRow row) {
    return switch (ledger.brief(row.actionId())) {
      case UndoBrief.NotUndoable not -> not.because();
      case UndoBrief.OnlyHeld held -> "The action has just changed its state; review it again.";
      case UndoBrief.Undoable yes -> "The action has just changed its state; review it again.";
    };
  }
}
