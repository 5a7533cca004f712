package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.PendingDetails;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.authority.Admission;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.call.OrderAdmission;
import dev.quaestor.call.RemediationRun;
import dev.quaestor.call.UndoRun;
import dev.quaestor.call.Vouchers;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.PolicySnapshot;
import io.temporal.workflow.Workflow;
import java.util.function.BooleanSupplier;

/** Ask the ledger, run the inverse as any other action, record. */
public final class UndoWorkflowImpl implements UndoWorkflow {
  private static final int LONGEST = 500;
  private static final String TRY = "id-of-try";

  @Override
  public Outcome undo(Request request) {
    return RemediationRun.toTheEnd(cancelled -> undo(request, cancelled));
  }

  private static Outcome undo(Request request, BooleanSupplier cancelled) {
    var policy = LedgerStream.actionCenter().terms(request.actionId()).policy();
    var voucher = new Vouchers().of(request);
    return switch (OrderAdmission.of(request, voucher, policy)) {
      case Admission.Refused no -> OrderAdmission.refused("Undo", request, no);
      case Admission.Admitted by -> undo(request, by, policy, cancelled);
    };
  }

  private static Outcome undo(
      Request request, Admission.Admitted by, PolicySnapshot policy, BooleanSupplier cancelled) {
    return switch (LedgerStream.actionCenter().brief(request.actionId())) {
      case UndoBrief.NotUndoable no -> new Outcome.Unsupported(no.because());
      case UndoBrief.Undoable undoable ->
          admitted(undoable.action(), request, by, policy, cancelled);
      case UndoBrief.OnlyHeld held -> admitted(held.action(), request, by, policy, cancelled);
    };
  }

  private static Outcome admitted(
      RemediationAction action,
      Request request,
      Admission.Admitted by,
      PolicySnapshot policy,
      BooleanSupplier cancelled) {
    return by.author().remit().covers(action.type().area())
        ? shown(by.author().name(), run(request, by, policy, cancelled))
        : OrderAdmission.refused("Undo", request, "Only an approver for its area can undo it");
  }

  /** What a person sees who opens the undo in the Temporal Web UI. */
  private static Outcome shown(String by, Outcome outcome) {
    Workflow.setCurrentDetails(
        "### %s%nUndo ordered by %s: %s%n"
            .formatted(
                outcome.execution().isGood() ? "UNDONE" : outcome.execution(),
                PendingDetails.code(by, LONGEST),
                PendingDetails.code(outcome.sentence(), LONGEST)));
    return outcome;
  }

  private static Outcome run(
      Request request, Admission.Admitted by, PolicySnapshot policy, BooleanSupplier cancelled) {
    var undoId = undoId(request.actionId(), Workflow.getInfo().getFirstExecutionRunId());
    var name = by.author().name();
    var ledger = LedgerStream.ofThisRun(null);
    return UndoRun.run(
        new LedgerEvent.UndoRequested(
            request.actionId(), undoId, name, request.comment(), by.verified()),
        request.comment() == null ? "Undo by " + name : request.comment(),
        policy.policy().limits().giveUpAfter(),
        cancelled,
        ledger::record);
  }

  /** The run's id makes a second try, after a failed first, its own action on the back end. */
  private static String undoId(String actionId, String runId) {
    return Workflow.getVersion(TRY, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION
        ? "undo-" + actionId + "-" + runId.substring(0, 8)
        : ofTry(actionId, runId);
  }

  /** Temporal's ids of runs begin with the time: of two tries in a minute they begin alike. */
  static String ofTry(String actionId, String runId) {
    return "undo-" + actionId + "-" + PlanHash.shortId(runId);
  }
}
