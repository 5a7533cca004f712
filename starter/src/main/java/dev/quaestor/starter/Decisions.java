package dev.quaestor.starter;

import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.investigation.CancelMessage;
import dev.quaestor.investigation.ClassifyMessage;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.order.Withdrawal;
import dev.quaestor.starter.DecisionResult.Result;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.MessageSigner;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.starter.ledger.Ledger;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people say to what runs: how they decide what waits, in an investigation or as a proposal of
 * its own, that it is to stop, and what they think of its evidence.
 *
 * <p>All throw {@link TemporalException} when Temporal cannot be reached or no worker answers in
 * time; what was accepted by then goes on.
 */
public final class Decisions {
  private final TemporalAccess temporal;
  private final Ledger ledger;
  private final MessageSigner signer;

  Decisions(TemporalAccess temporal, Ledger ledger, MessageSigner signer) {
    this.temporal = temporal;
    this.ledger = ledger;
    this.signer = signer;
  }

  /**
   * Decides pending actions in a caller's name: one ruling each, in the order asked. The first
   * decision wins; a later one is answered with what stands.
   *
   * @param planHashes what the caller was shown, by action id; what is not there binds to the id
   *     alone
   */
  public List<DecisionResult> decide(
      List<String> actionIds,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      Map<String, String> planHashes) {
    Map<String, DecisionResult> rulings = new LinkedHashMap<>();
    Map<Asked, Map<String, ActionRow>> open = new LinkedHashMap<>();
    for (var id : actionIds) {
      var row = ledger.action(id).orElse(null);
      var refusal = refusalBeforeAsking(id, row, caller, planHashes.get(id));
      if (refusal != null) {
        rulings.put(id, refusal);
      } else if (row != null && row.workflowId() != null) {
        rulings.put(id, notTaken(row));
        open.computeIfAbsent(
                Asked.of(row.workflowId(), id, planHashes.get(id)), w -> new LinkedHashMap<>())
            .put(id, row);
      }
    }
    open.forEach(
        (asked, rows) ->
            ask(asked.workflowId(), rows, choice, caller, comment, asked.planHash())
                .forEach(ruling -> rulings.put(ruling.actionId(), ruling)));
    return List.copyOf(rulings.values());
  }

  /**
   * What one message is about. One with a plan hash speaks of one action, because a message whose
   * hash is stale decides nothing that it names.
   *
   * @param alone the action, where it goes alone
   */
  private record Asked(String workflowId, @Nullable String alone, @Nullable String planHash) {
    static Asked of(String workflowId, String actionId, @Nullable String planHash) {
      return new Asked(workflowId, planHash == null ? null : actionId, planHash);
    }
  }

  private static @Nullable DecisionResult refusalBeforeAsking(
      String id, @Nullable ActionRow row, Caller caller, @Nullable String planHash) {
    if (row == null) {
      return new DecisionResult(
          id, Result.UNKNOWN_ACTION, null, "There is no action with this id.");
    }
    if (!caller.mayDecide(row.area())) {
      return new DecisionResult(
          id, Result.NOT_ALLOWED, row, "Only an approver for its area can decide this action.");
    }
    if (row.decision().status() != DecisionStatus.PENDING) {
      return alreadyDecided(row);
    }
    if (planHash != null && !planHash.equals(row.plan().planHash())) {
      return new DecisionResult(
          id,
          Result.STALE_PLAN,
          row,
          "The plan has changed since it was shown; review the action again.");
    }
    return row.workflowId() == null ? notTaken(row) : null;
  }

  private List<DecisionResult> ask(
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
    var message = signer.sign(workflowId, unsigned, caller.author());
    DecisionAnswer answer;
    try {
      answer = temporal.call(() -> sendDecision(workflowId, message));
    } catch (WorkflowNotFoundException | WorkflowUpdateException e) {
      return rows.values().stream().map(this::standingAfterTheEnd).toList();
    }
    var rulings = new ArrayList<DecisionResult>();
    for (var item : answer.items()) {
      var row = rows.get(item.actionId());
      if (row != null) {
        LedgerLag.bridged(() -> ledger.action(item.actionId()).filter(Decisions::isDecided));
        rulings.add(ruling(item, row));
      }
    }
    return rulings;
  }

  private static boolean isDecided(ActionRow row) {
    return row.decision().status() != DecisionStatus.PENDING;
  }

  private DecisionAnswer sendDecision(String workflowId, DecisionMessage message) {
    return temporal
        .client()
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

  private static DecisionResult ruling(DecisionAnswer.Item item, ActionRow row) {
    var decided = DecidedAction.with(row, item.decision());
    return switch (item.result()) {
      case ACCEPTED, REPEATED ->
          new DecisionResult(item.actionId(), Result.COUNTED, decided, item.sentence());
      case ALREADY_DECIDED ->
          new DecisionResult(item.actionId(), Result.ALREADY_DECIDED, decided, item.sentence());
      case STALE_PLAN ->
          new DecisionResult(item.actionId(), Result.STALE_PLAN, row, item.sentence());
      case NOT_ALLOWED ->
          new DecisionResult(item.actionId(), Result.NOT_ALLOWED, row, item.sentence());
      case UNKNOWN_ACTION, NO_APPROVER, UNSIGNED, BAD_SIGNATURE ->
          new DecisionResult(item.actionId(), Result.NOT_TAKEN, row, item.sentence());
    };
  }

  private DecisionResult standingAfterTheEnd(ActionRow before) {
    var row = ledger.action(before.actionId()).orElse(before);
    return row.decision().status() == DecisionStatus.PENDING ? notTaken(row) : alreadyDecided(row);
  }

  private static DecisionResult alreadyDecided(ActionRow row) {
    return new DecisionResult(
        row.actionId(),
        Result.ALREADY_DECIDED,
        row,
        "This action has already been decided: %s.".formatted(row.decision().status()));
  }

  private static DecisionResult notTaken(ActionRow row) {
    return new DecisionResult(
        row.actionId(),
        Result.NOT_TAKEN,
        row,
        "The workflow of this action has ended and no longer accepts decisions.");
  }

  /**
   * Asks an investigation to stop.
   *
   * @param rollback whether what it did is to be undone, newest first, as far as the caller may
   * @return false when its workflow has ended
   */
  public boolean cancel(CaseRow of, Author by, @Nullable String comment, boolean rollback) {
    var wish = new CancelMessage(by.name(), comment, rollback, of.investigationId(), null);
    return signal(of.workflowId(), "cancel", wish, by);
  }

  /**
   * Takes a proposal back before it is decided.
   *
   * @return false when its workflow has ended
   */
  public boolean withdraw(String workflowId, Author by, @Nullable String comment) {
    return signal(workflowId, "cancel", new Withdrawal(by.name(), comment, null), by);
  }

  /**
   * Tells a running investigation what a person says of its evidence.
   *
   * @return false when it has ended
   */
  public boolean classify(CaseRow of, LedgerEvent.Classified word, Author by) {
    // It is in the ledger already.
    var message =
        new ClassifyMessage(
            word.entityKey(),
            word.alertId(),
            word.classification(),
            word.determination(),
            by.name(),
            word.comment(),
            true,
            of.investigationId(),
            null);
    return signal(of.workflowId(), "classify", message, by);
  }

  private <M extends SignedMessage<M>> boolean signal(
      String workflowId, String name, M unsigned, Author by) {
    var message = signer.sign(workflowId, unsigned, by);
    try {
      return temporal.call(
          () -> {
            temporal.client().newUntypedWorkflowStub(workflowId).signal(name, message);
            return true;
          });
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }
}
