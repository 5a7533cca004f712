package dev.quaestor.starter.view;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.ActionRow;
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
 * @param decidedBy the person, or {@code Automation} where nobody was needed
 * @param comment the decision's
 * @param verified whether the API vouched for who decided
 * @param outcome what was seen on the back end, or what it waits for
 * @param undoOutcome how the last undo ended, or what it waits for
 * @param undoChangedAt since when its undo is as it is; absent where none was asked for
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
    @Nullable String undoOutcome,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant undoChangedAt) {

  public static ActionView of(ActionRow row) {
    var plan = row.plan();
    var decision = row.decision();
    var execution = row.execution();
    var parameters = row.action().parameters();
    return new ActionView(
        row.actionId(),
        row.type(),
        row.type().title(),
        row.summary(),
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
        row.undo().sentence(),
        row.createdAt(),
        execution.startedAt(),
        execution.finishedAt(),
        row.undo().changedAt());
  }

  private static @Nullable String decidedBy(ActionRow row) {
    var person = row.decision().decidedBy();
    return person == null && row.decision().status() == DecisionStatus.NOT_NEEDED
        ? ActionFilter.AUTOMATION
        : person;
  }
}
