package dev.quaestor.starter;

import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.Decision;
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
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people say to what runs: how they decide what waits, in an investigation or as a proposal of
 * its own, that it is to stop, and what they think of its evidence.
 *
 * <p>All throw {@link TemporalException} when Temporal cannot be reached or no worker answers in
 * time; what was accepted by then goes on.
 */
public final class Decisions {
  /** In so many other cases one decision counts at once; what waits beyond them waits on. */
  private static final int MOST_ALIKE = 500;

  private final TemporalAccess temporal;
  private final Ledger ledger;
  private final MessageSigner signer;
  private final QuestionTurns turns = new QuestionTurns();

  Decisions(TemporalAccess temporal, Ledger ledger, MessageSigner signer) {
    this.temporal = temporal;
    this.ledger = ledger;
    this.signer = signer;
  }

  /**
   * Decides pending actions in a caller's name: one ruling each, in the order asked. The first
   * decision wins; a later one is answered with what stands. What counts for one counts for the
   * same action in all other cases that ask it under the same verdict and gate, which is what the
   * caller was shown; each of them records it, and each ruling tells of them.
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
    var until = System.nanoTime() + temporal.answerTimeout().toNanos();
    var questions =
        actionIds.stream()
            .flatMap(id -> ledger.action(id).stream())
            .map(ActionRow::question)
            .toList();
    return turns.inTurn(
        questions, until, () -> decideNow(actionIds, choice, caller, comment, planHashes, until));
  }

  private List<DecisionResult> decideNow(
      List<String> actionIds,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      Map<String, String> planHashes,
      long until) {
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
    var heard =
        ParallelCalls.each(
            List.copyOf(open.entrySet()),
            asked ->
                heard(
                    asked.getValue(),
                    () -> ask(asked.getKey(), asked.getValue(), choice, caller, comment, until)));
    heard.stream().flatMap(h -> h.rulings().stream()).forEach(r -> rulings.put(r.actionId(), r));
    var unanswered = heard.stream().map(Heard::failure).filter(Objects::nonNull).findFirst();
    // Of several, what came of the others is told beside it; of one there is nothing else to tell.
    if (unanswered.isPresent()
        && rulings.values().stream().allMatch(r -> r.result() == Result.NO_ANSWER)) {
      throw unanswered.get();
    }
    return rulings.values().stream()
        .map(
            ruling ->
                ruling.result().counts() && ruling.action() != null
                    ? ruling.andElsewhere(
                        elsewhere(
                            ruling.action(), rulings.keySet(), choice, caller, comment, until))
                    : ruling)
        .toList();
  }

  /** The same for what waits for the same answer; one that fails keeps none of the others back. */
  private List<DecisionResult> elsewhere(
      ActionRow decided,
      Set<String> asked,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      long until) {
    var alike =
        ledger.waitingAlike(decided, MOST_ALIKE).stream()
            .filter(row -> !asked.contains(row.actionId()))
            .toList();
    return ParallelCalls.each(
        alike, row -> decideAlike(decided, row, choice, caller, comment, until));
  }

  private DecisionResult decideAlike(
      ActionRow decided,
      ActionRow row,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      long until) {
    var hash = row.plan().planHash();
    if (!decided.question().equals(row.question())) {
      return new DecisionResult(
          row.actionId(),
          Result.OTHER_PLAN,
          row,
          "There it rests on something else, and waits for a decision of its own.");
    }
    var refusal = refusalBeforeAsking(row.actionId(), row, caller, hash);
    if (refusal != null || row.workflowId() == null) {
      return refusal == null ? notTaken(row) : refusal;
    }
    var asked = Asked.of(row.workflowId(), row.actionId(), hash);
    var rows = Map.of(row.actionId(), row);
    return heard(rows, () -> ask(asked, rows, choice, caller, comment, until)).rulings().stream()
        .findFirst()
        .orElseGet(() -> notTaken(row));
  }

  /**
   * What one workflow was heard to say.
   *
   * @param failure why it said nothing; null when it answered
   */
  private record Heard(List<DecisionResult> rulings, @Nullable TemporalException failure) {}

  private static Heard heard(Map<String, ActionRow> rows, Supplier<List<DecisionResult>> ask) {
    try {
      return new Heard(ask.get(), null);
    } catch (TemporalException e) {
      return new Heard(
          rows.values().stream()
              .map(
                  row ->
                      new DecisionResult(row.actionId(), Result.NO_ANSWER, row, unheard(e.kind())))
              .toList(),
          e);
    }
  }

  private static String unheard(TemporalException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> "Temporal is not reachable: send the same decision again later.";
      case NO_ANSWER, CLOSING ->
          "No worker answered in time. It may still count; the same decision again is the same.";
      case NOT_BELIEVED -> "No worker believes what this server signs.";
      case REFUSED -> "Temporal refused the request.";
    };
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
    var mayNot = caller.mayNotDecideBecause(row.area());
    if (mayNot.isPresent()) {
      return new DecisionResult(id, Result.NOT_ALLOWED, row, mayNot.get() + ".");
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

  /**
   * @param until the moment, as {@link System#nanoTime()} has it, until which an answer is waited
   *     for: one for all that were asked about together
   */
  private List<DecisionResult> ask(
      Asked asked,
      Map<String, ActionRow> rows,
      DecisionMessage.Choice choice,
      Caller caller,
      @Nullable String comment,
      long until) {
    var workflowId = asked.workflowId();
    var unsigned =
        new DecisionMessage(
            List.copyOf(rows.keySet()),
            choice,
            caller.name(),
            comment,
            asked.planHash(),
            nameOf(asked, rows.keySet(), choice, caller),
            null);
    var message = signer.sign(workflowId, unsigned, caller.author());
    DecisionAnswer answer;
    try {
      answer = sendDecision(workflowId, message, String.valueOf(message.decisionId()), until);
      if (answer.items().stream().allMatch(Decisions::mayBeOfAnEarlierTry)) {
        var anew = message.decisionId() + "-" + UUID.randomUUID();
        var again = sendDecision(workflowId, message, anew, until);
        // One approval of several that was just recorded: the first answer says what is missing.
        answer = again.items().stream().allMatch(Decisions::isRepeatedAndWaits) ? answer : again;
      }
    } catch (WorkflowNotFoundException | WorkflowUpdateException e) {
      return rows.values().stream().map(this::standingAfterTheEnd).toList();
    }
    var rulings = new ArrayList<DecisionResult>();
    for (var item : answer.items()) {
      var row = rows.get(item.actionId());
      if (row != null) {
        LedgerLag.bridged(
            () -> ledger.action(item.actionId()).filter(r -> isRecorded(r, item.decision())));
        rulings.add(ruling(item, row));
      }
    }
    return rulings;
  }

  private static boolean isRecorded(ActionRow row, Decision decision) {
    return row.decision().status() != DecisionStatus.PENDING
        || (decision instanceof Decision.Pending pending
            && row.decision().given().size() >= pending.given().size());
  }

  /**
   * The same of the same person on the same actions has the same name, so that whoever sends it
   * again, because no answer came, meets what is under way and adds nothing to it.
   */
  private static String nameOf(
      Asked asked, Collection<String> actionIds, DecisionMessage.Choice choice, Caller caller) {
    var said = new ArrayList<>(new TreeSet<>(actionIds));
    said.addAll(
        List.of(choice.name(), caller.id(), asked.planHash() == null ? "" : asked.planHash()));
    return "dec-" + Sha256.of(QuaestorJson.mapper().writeValueAsString(said)).substring(0, 32);
  }

  /**
   * A refusal that can have ended since: a workflow gives one answer to one name, and it would give
   * it for ever.
   */
  private static boolean mayBeOfAnEarlierTry(DecisionAnswer.Item item) {
    return switch (item.result()) {
      case BAD_SIGNATURE,
          UNSIGNED,
          NOT_ALLOWED,
          UNKNOWN_ACTION,
          FOUR_EYES,
          ROLE_NEEDED,
          SIGN_IN_AGAIN,
          MORE_NEEDED ->
          true;
      case ACCEPTED, REPEATED, ALREADY_DECIDED, ALREADY_APPROVED, STALE_PLAN, NO_APPROVER -> false;
    };
  }

  private static boolean isRepeatedAndWaits(DecisionAnswer.Item item) {
    return item.result() == DecisionAnswer.Result.REPEATED
        && item.decision() instanceof Decision.Pending;
  }

  private DecisionAnswer sendDecision(
      String workflowId, DecisionMessage message, String updateId, long until) {
    return temporal.call(
        Duration.ofNanos(Math.max(0, until - System.nanoTime())),
        () ->
            UpdateTurns.inTurn(
                workflowId,
                () ->
                    temporal
                        .client()
                        .newUntypedWorkflowStub(workflowId)
                        .startUpdate(
                            UpdateOptions.newBuilder(DecisionAnswer.class)
                                .setUpdateName("decide")
                                .setUpdateId(updateId)
                                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                                .build(),
                            message)
                        .getResult()));
  }

  private static DecisionResult ruling(DecisionAnswer.Item item, ActionRow row) {
    var decided = DecidedAction.with(row, item.decision());
    return switch (item.result()) {
      case ACCEPTED ->
          new DecisionResult(item.actionId(), Result.COUNTED, decided, item.sentence());
      case REPEATED ->
          new DecisionResult(
              item.actionId(),
              item.decision() instanceof Decision.Pending ? Result.MORE_NEEDED : Result.COUNTED,
              decided,
              item.sentence());
      case MORE_NEEDED ->
          new DecisionResult(item.actionId(), Result.MORE_NEEDED, decided, item.sentence());
      case ALREADY_APPROVED ->
          new DecisionResult(item.actionId(), Result.ALREADY_APPROVED, decided, item.sentence());
      case FOUR_EYES -> new DecisionResult(item.actionId(), Result.FOUR_EYES, row, item.sentence());
      case ROLE_NEEDED ->
          new DecisionResult(item.actionId(), Result.ROLE_NEEDED, row, item.sentence());
      case SIGN_IN_AGAIN ->
          new DecisionResult(item.actionId(), Result.SIGN_IN_AGAIN, row, item.sentence());
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
        ApprovalRules.alreadyDecided(row.decision().standing()));
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
