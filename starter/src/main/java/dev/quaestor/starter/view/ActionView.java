package dev.quaestor.starter.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.ActionTold;
import dev.quaestor.starter.ledger.Around;
import dev.quaestor.starter.ledger.PendingQuestion;
import dev.quaestor.starter.ledger.UndoState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action as it stands. Decision, execution and undo are three fields, because they are three
 * things: what was approved may fail, and what succeeded may be taken back.
 *
 * @param summary what is done to what, for people
 * @param parameters the choice that the action carries, as FULL or QUICK; absent when it has none
 * @param because why the policy wants it and why it has this gate
 * @param undoes the action that it takes back; absent for any other
 * @param group what orders of one request share
 * @param planHash what a decision may be bound to
 * @param connector who would do it, or has done it, as the worker's configuration calls it; absent
 *     where it needs nobody, or that is not known yet
 * @param together all connectors whose actions are one question with this one; absent where it is
 *     asked about alone
 * @param decidedBy the person, or {@code Automation} where nobody was needed
 * @param comment the decision's
 * @param verified whether the API vouched for who decided
 * @param outcome what was seen on the back end, or what it waits for
 * @param undoOutcome how the last undo ended, or what it waits for
 * @param undoChangedAt since when its undo is as it is; absent where none was asked for
 * @param subject what it does to what: the same in every case that wants the same; absent for what
 *     takes another action back
 * @param device where it is done; absent for what is done to no device, and in the answers to undos
 * @param severity its investigation's; absent outside any
 * @param top the gravest finding that led there; absent where none did, and where nothing waits
 * @param cases in how many cases the same waits, this one counted; absent where nothing waits
 * @param pending what an approver needs to know; absent for what does not wait
 * @param around what else there is about its target; only where one action is asked for
 * @param alsoDecided in the answer to a decision: what became of each other action of the question,
 *     in this case and in others
 */
@Schema(name = "Action", description = "One action of the Action Center in its current state")
public record ActionView(
    String actionId,
    ActionType type,
    String title,
    String summary,
    Area area,
    @Schema(types = "object", description = "The entity acted on") Entity target,
    String targetKey,
    @Nullable String parameters,
    List<String> d3fend,
    @Nullable String investigationId,
    @Nullable String workflowId,
    ActionSource source,
    Gate gate,
    @Nullable String ruleId,
    String because,
    @Nullable Verdict verdict,
    @Nullable String requestedBy,
    @Nullable String requestComment,
    @Nullable String undoes,
    @Nullable String group,
    String planHash,
    @Nullable String connector,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> together,
    DecisionStatus decision,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String comment,
    @Nullable Boolean verified,
    Decision.@Nullable Channel channel,
    @Nullable Instant expiresAt,
    @Nullable String supersededBy,
    Execution execution,
    @Nullable String outcome,
    @Nullable String failureCode,
    UndoState undo,
    @Nullable String undoRequestedBy,
    @Nullable String undoComment,
    @Nullable String undoOutcome,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant undoChangedAt,
    @Nullable String subject,
    PendingAction.@Nullable Place device,
    @Nullable Severity severity,
    @Nullable String investigationTitle,
    @Nullable Integer cases,
    PendingView.@Nullable ReasonView top,
    @Nullable PendingView pending,
    @Nullable AroundView around,
    @Nullable List<AlsoDecided> alsoDecided) {

  /**
   * What became of a decision for another action of the same question.
   *
   * @param investigationId absent for an order of its own
   * @param result {@code COUNTED}, or why it did not count there
   */
  @Schema(name = "AlsoDecided")
  public record AlsoDecided(
      String actionId,
      @Nullable String investigationId,
      DecisionResult.Result result,
      @Nullable DecisionStatus decision,
      String detail) {
    static AlsoDecided of(DecisionResult there) {
      var row = there.action();
      return new AlsoDecided(
          there.actionId(),
          row == null ? null : row.investigationId(),
          there.result(),
          row == null ? null : row.decision().status(),
          there.sentence());
    }
  }

  /** What waits, with where else it does. */
  public static ActionView of(PendingQuestion question, ActionTold told, Caller by) {
    return of(
        question.action(),
        told.alsoIn(question.elsewhere()),
        by,
        question.cases() == 0 ? null : question.cases(),
        null,
        List.of());
  }

  /** One that is looked at by itself. */
  public static ActionView of(PendingQuestion question, ActionTold told, Around around, Caller by) {
    return of(
        question.action(),
        told.alsoIn(question.elsewhere()),
        by,
        question.cases() == 0 ? null : question.cases(),
        AroundView.of(around),
        List.of());
  }

  /** As a caller is told of it who is to decide about it or wants to know where it was done. */
  public static ActionView of(ActionRow row, ActionTold told, Caller by) {
    return of(row, told, by, null, null, List.of());
  }

  /** What a decision came to, here and in the other cases that ask the same. */
  public static ActionView decided(
      ActionRow row, ActionTold told, Caller by, List<DecisionResult> elsewhere) {
    return of(row, told, by, null, null, elsewhere);
  }

  private static ActionView of(
      ActionRow row,
      ActionTold told,
      Caller by,
      @Nullable Integer cases,
      @Nullable AroundView around,
      List<DecisionResult> elsewhere) {
    var asked = told.pending();
    var also = elsewhere.stream().map(AlsoDecided::of).toList();
    return of(
        row,
        told.summary(),
        told.device(),
        cases,
        asked == null ? null : PendingView.of(row, asked, told, by),
        around,
        also.isEmpty() ? null : also);
  }

  /** As it stands after something was asked of it. */
  public static ActionView of(ActionRow row) {
    return of(row, row.summary(), null, null, null, null, null);
  }

  private static ActionView of(
      ActionRow row,
      String summary,
      PendingAction.@Nullable Place device,
      @Nullable Integer cases,
      @Nullable PendingView pending,
      @Nullable AroundView around,
      @Nullable List<AlsoDecided> also) {
    var plan = row.plan();
    var decision = row.decision();
    var execution = row.execution();
    var parameters = row.action().parameters();
    ActionRow.@Nullable Of of = row.of();
    return new ActionView(
        row.actionId(),
        row.type(),
        row.type().title(),
        summary,
        row.area(),
        row.target(),
        row.target().key().value(),
        parameters.isEmpty() ? null : parameters,
        row.d3fend(),
        row.investigationId(),
        row.workflowId(),
        plan.source(),
        plan.gate(),
        plan.ruleId(),
        plan.because(),
        plan.verdict(),
        plan.requestedBy(),
        plan.comment(),
        plan.undoes(),
        plan.group(),
        plan.planHash(),
        plan.connector(),
        row.action().together(),
        decision.status(),
        decidedBy(row),
        decision.decidedAt(),
        decision.comment(),
        decision.verified(),
        decision.channel(),
        decision.expiresAt(),
        decision.supersededBy(),
        execution.status(),
        execution.sentence(),
        execution.failureCode(),
        row.undo().state(),
        row.undo().requestedBy(),
        row.undo().comment(),
        row.undo().sentence(),
        row.createdAt(),
        execution.startedAt(),
        execution.finishedAt(),
        row.undo().changedAt(),
        row.subject(),
        device,
        of == null ? null : of.severity(),
        of == null ? null : of.title(),
        cases,
        pending == null || pending.reasons().isEmpty() ? null : pending.reasons().getFirst(),
        pending,
        around,
        also);
  }

  static @Nullable String decidedBy(ActionRow row) {
    var person = row.decision().decidedBy();
    return person == null && row.decision().status() == DecisionStatus.NOT_NEEDED
        ? ActionFilter.AUTOMATION
        : person;
  }
}
