package dev.quaestor.investigation;

import dev.quaestor.alert.AlertMessage;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.call.UndoRun;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * One investigation, from its first alert to its report: collect, conclude, plan, remediate or
 * wait, close. Its id is {@code investigation/<correlation key>}, so that all alerts of one thing
 * meet in one run; it never has a workflow timeout, which would skip compensation.
 */
@WorkflowInterface
public interface InvestigationWorkflow {

  /** The message of the refusal of {@code addAlert} in the last moment of a run. */
  String CLOSING = "CLOSING";

  /** The message of the refusal of an {@code addAlert} that would make the case outgrow itself. */
  String FULL = "CASE_IS_FULL";

  /**
   * Runs until analysis has ended and no action is pending.
   *
   * @return every verdict, action and decision, condensed where that is too large for one payload
   */
  @WorkflowMethod(name = "Investigation")
  InvestigationReport investigate(InvestigationStart start);

  /**
   * Adds an alert to the investigation while it runs; one that comes after its end was decided goes
   * on as the next investigation, whose id is answered. The same alert again is answered and
   * changes nothing; other content under its id, from its sender, is a new version of it and judged
   * anew. What rests on it runs by itself only where a starter vouches, with its signature, that
   * whoever handed it in may act; that starter must have signed it for this run. Send it with start
   * ({@code executeUpdateWithStart}), in the start's input as well, because the server may lose the
   * update and keep the start, and without an update id of your own: with one, a repeat would be
   * given the first answer again, which says that nothing was joined.
   */
  @UpdateMethod(
      name = "addAlert",
      description = "Adds an alert to this running investigation; meant for services")
  AlertReceipt addAlert(AlertMessage alert);

  /**
   * Refuses an alert in the last moment of a run, which nothing sees any more, and where the next
   * run could not be handed it: start the next run instead; one that would make the case outgrow
   * its limits: start another investigation; and what is no alert at all.
   */
  @UpdateValidatorMethod(updateName = "addAlert")
  void refuseAlertWhenClosing(AlertMessage alert);

  /**
   * Decides pending actions, and says what became of it: the first decision wins, a later one is
   * answered with what stands. Never fails for a decision that does not count.
   */
  @UpdateMethod(
      name = "decide",
      description =
          "Approves or rejects pending actions:"
              + " {\"actionIds\":[\"...\"],\"verdict\":\"APPROVE|REJECT\",\"approver\":\"...\"}")
  DecisionAnswer decide(DecisionMessage decision);

  /** Refuses what is no decision at all: nothing named, no verdict, texts beyond measure. */
  @UpdateValidatorMethod(updateName = "decide")
  void refuseUnusable(DecisionMessage decision);

  /**
   * The same by signal, as from the Temporal Web UI. It takes whatever comes: what cannot be used
   * is recorded and shown in the current details, and never fails the workflow.
   */
  @SignalMethod(
      name = "decide",
      description =
          "Approves or rejects pending actions:"
              + " {\"actionIds\":[\"...\"],\"verdict\":\"APPROVE|REJECT\",\"approver\":\"...\"}")
  void decideBySignal(RawValue decision);

  /**
   * Stops the investigation; with rollback, undoes what it did, newest first, as far as whoever
   * wants it may undo. A {@link CancelMessage}, which counts unsigned only where the policy says
   * so.
   */
  @SignalMethod(
      name = "cancel",
      description =
          "Stops this investigation: "
              + "{\"requestedBy\":\"...\",\"comment\":\"...\",\"rollback\":true}")
  void cancel(RawValue message);

  /**
   * Says what an alert or a piece of evidence really is, and plans again: what was exonerated is
   * cleared, what was confirmed convicted; of one piece the latest word stands, of those who may do
   * as much. What follows runs by itself only where its author may act. A {@link ClassifyMessage},
   * which counts unsigned only where the policy says so; what cannot be used is recorded and never
   * fails the workflow. What was done already stays done.
   */
  @SignalMethod(
      name = "classify",
      description =
          "Classifies a piece of evidence (or, with alertId, an alert): "
              + "{\"entityKey\":\"...\",\"classification\":\"FALSE_POSITIVE|TRUE_POSITIVE|INFORMATIONAL_EXPECTED_ACTIVITY\",\"by\":\"...\"}")
  void classify(RawValue classification);

  /**
   * Says that something which this case did may have been taken back by somebody else, as an undo
   * does that runs outside it. The case asks the ledger and believes only that: its evidence is no
   * longer remedied by it, a rollback leaves it alone, and it is done again only after a person was
   * asked. Unsigned, because it says nothing; any number of them is one question.
   */
  @SignalMethod(
      name = UndoRun.TAKEN_BACK,
      description = "Looks up which of its actions were undone; undos call it, people need not")
  void takenBack();

  /**
   * All that is known now; where that is too large for one payload, the less important is left out
   * and {@link InvestigationReport#condensed} says so.
   */
  @QueryMethod(name = "report", description = "Every verdict, action and decision so far")
  InvestigationReport report();

  /** What waits for a person now, oldest first. */
  @QueryMethod(name = "pendingActions", description = "The actions that are waiting for a decision")
  List<PendingAction> pendingActions();
}
