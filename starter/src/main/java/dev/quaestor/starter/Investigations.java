package dev.quaestor.starter;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Alert;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.DecisionSigner;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PolicyStore;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What people and services can have done, one method a verb: the only door to Temporal. Every call
 * may be repeated: ids are made from what the call is about.
 *
 * <p>All throw {@link TemporalException} when Temporal cannot be reached or no worker answers in
 * time; what was accepted by then goes on.
 */
public final class Investigations {
  private final AlertSubmission submission;
  private final Decisions decisions;
  private final Orders orders;
  private final Lookups lookups;

  Investigations(
      TemporalAccess temporal,
      Ledger ledger,
      PolicyStore policies,
      DecisionSigner signer,
      BooleanSupplier searchAttributes) {
    this.submission = new AlertSubmission(temporal, ledger, searchAttributes);
    this.decisions = new Decisions(temporal, ledger, signer);
    this.orders = new Orders(temporal, ledger, policies);
    this.lookups = new Lookups(temporal);
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
    return submission.submit(alert, startedBy);
  }

  /** Whether an investigation was started here so lately that the ledger may not know it yet. */
  public boolean isRecent(String investigationId) {
    return submission.isRecent(investigationId);
  }

  /**
   * Decides pending actions in a caller's name: one ruling each, in the order asked. The first
   * decision wins; a later one is answered with what stands.
   *
   * @param planHash what the caller was shown, for one action; null binds to the action's id alone
   */
  public List<DecisionResult> decide(
      List<String> actionIds,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      @Nullable String planHash) {
    return decisions.decide(actionIds, choice, caller, comment, planHash);
  }

  /**
   * Asks an investigation to stop.
   *
   * @param rollback whether what it did is to be undone, newest first
   * @return false when its workflow has ended
   */
  public boolean cancel(
      String workflowId, String requestedBy, @Nullable String comment, boolean rollback) {
    return decisions.cancel(workflowId, requestedBy, comment, rollback);
  }

  /**
   * Takes a proposal back before it is decided.
   *
   * @return false when its workflow has ended
   */
  public boolean withdraw(String workflowId, String requestedBy, @Nullable String comment) {
    return decisions.withdraw(workflowId, requestedBy, comment);
  }

  /**
   * Runs an action that a person or service orders by hand, or has it wait for an approver. Returns
   * when the ledger knows it, or after a moment; the same id again runs nothing a second time.
   */
  public Ordered order(ManualOrder order) {
    return orders.order(order);
  }

  /** The same for one of many: it does not wait for the ledger. */
  public Ordered start(ManualOrder order) {
    return orders.start(order);
  }

  /**
   * Takes an action back, or joins the undo that runs. What failed to be undone may be tried again.
   */
  public UndoAnswer undo(ActionRow row, String requestedBy, @Nullable String comment) {
    return orders.undo(row, requestedBy, comment);
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
      @Nullable String comment) {
    return orders.order(
        new ManualOrder(
            proposalId,
            inverse,
            inverse.type().usualSource(),
            requestedBy,
            comment,
            original.investigationId(),
            true,
            original.actionId(),
            null));
  }

  /**
   * Tells a running investigation what a person says of its evidence.
   *
   * @return false when it has ended
   */
  public boolean classify(String workflowId, LedgerEvent.Classified word) {
    return decisions.classify(workflowId, word);
  }

  /**
   * Asks the back ends, through the worker, and waits for the answer: minutes, if it is a long
   * query. Changes nothing.
   *
   * @param summary one line that the Temporal Web UI shows
   * @return {@link LookupAnswer.Refused} when a back end says no or stays away
   */
  public LookupAnswer ask(LookupRequest request, String summary) {
    return lookups.ask(request, summary);
  }
}
