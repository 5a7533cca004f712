package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.call.RemediationRun;
import dev.quaestor.call.UndoRun;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.UndoBrief;
import io.temporal.workflow.Workflow;
import java.util.function.BooleanSupplier;

/** Fetch the receipt, run the inverse as any other action, record. */
public final class UndoWorkflowImpl implements UndoWorkflow {

  @Override
  public Outcome undo(Request request) {
    return RemediationRun.toTheEnd(cancelled -> undo(request, cancelled));
  }

  private static Outcome undo(Request request, BooleanSupplier cancelled) {
    var brief = LedgerStream.actionCenter().brief(request.actionId());
    return switch (brief) {
      case UndoBrief.NotUndoable no -> new Outcome.Unsupported(no.because());
      case UndoBrief.Undoable undoable ->
          undoable
              .action()
              .inverse(undoable.receipt())
              .map(inverse -> run(request, undoable, inverse, cancelled))
              .orElseGet(() -> new Outcome.Unsupported("It changed nothing that could be undone"));
    };
  }

  private static Outcome run(
      Request request,
      UndoBrief.Undoable undoable,
      RemediationAction inverse,
      BooleanSupplier cancelled) {
    // The run's id makes a second try, after a failed first, its own action on the back end.
    var undoId =
        "undo-"
            + request.actionId()
            + "-"
            + Workflow.getInfo().getFirstExecutionRunId().substring(0, 8);
    var ledger = LedgerStream.ofThisRun(undoable.investigationId());
    return UndoRun.run(
        new LedgerEvent.UndoRequested(
            request.actionId(), undoId, request.requestedBy(), request.comment()),
        new RemediationActivities.Command(
            undoId,
            undoable.investigationId(),
            inverse,
            request.comment() == null ? "Undo by " + request.requestedBy() : request.comment(),
            null),
        request.giveUpAfter(),
        cancelled,
        ledger::record);
  }
}
