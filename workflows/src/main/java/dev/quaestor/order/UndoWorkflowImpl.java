package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
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

/** Fetch the receipt, run the inverse as any other action, record. */
public final class UndoWorkflowImpl implements UndoWorkflow {

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
          by.author().remit().covers(undoable.action().type().area())
              ? undoable
                  .action()
                  .inverse(undoable.receipt())
                  .map(inverse -> run(request, by, undoable, inverse, policy, cancelled))
                  .orElseGet(
                      () -> new Outcome.Unsupported("It changed nothing that could be undone"))
              : OrderAdmission.refused(
                  "Undo", request, "It is for an approver of its area to undo");
    };
  }

  private static Outcome run(
      Request request,
      Admission.Admitted by,
      UndoBrief.Undoable undoable,
      RemediationAction inverse,
      PolicySnapshot policy,
      BooleanSupplier cancelled) {
    // The run's id makes a second try, after a failed first, its own action on the back end.
    var undoId =
        "undo-"
            + request.actionId()
            + "-"
            + Workflow.getInfo().getFirstExecutionRunId().substring(0, 8);
    var name = by.author().name();
    var ledger = LedgerStream.ofThisRun(undoable.investigationId());
    return UndoRun.run(
        new LedgerEvent.UndoRequested(
            request.actionId(), undoId, name, request.comment(), by.verified()),
        new RemediationActivities.Command(
            undoId,
            undoable.investigationId(),
            inverse,
            request.comment() == null ? "Undo by " + name : request.comment(),
            null),
        policy.policy().limits().giveUpAfter(),
        cancelled,
        ledger::record);
  }
}
