package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One action as far as its events have told it. */
final class ActionStory {
  private final String actionId;
  private RemediationAction action;
  private ActionSource source;
  private String because;
  private LedgerEvent.@Nullable ActionPlanned plan;
  private @Nullable String requestedBy;
  private Decision decision = new Decision.NotNeeded();
  private Execution execution = Execution.NOT_STARTED;
  private @Nullable Receipt receipt;
  private @Nullable String connector;
  private @Nullable Instant startedAt;
  private LedgerEvent.@Nullable UndoRequested undo;
  private @Nullable Instant undoStartedAt;
  private boolean undone;

  private ActionStory(
      String actionId,
      RemediationAction action,
      ActionSource source,
      String because,
      @Nullable String requestedBy) {
    this.actionId = actionId;
    this.action = action;
    this.source = source;
    this.because = because;
    this.requestedBy = requestedBy;
  }

  static ActionStory of(LedgerEvent.ActionPlanned planned) {
    var story =
        new ActionStory(
            planned.actionId(),
            planned.action(),
            planned.source(),
            planned.because(),
            planned.requestedBy());
    story.replan(planned);
    return story;
  }

  static ActionStory of(KnownAction known) {
    var story =
        new ActionStory(
            known.actionId(), known.action(), known.source(), known.because(), known.requestedBy());
    story.receipt = known.receipt();
    return story;
  }

  /** The newer plan stands, and what was done stands as well. */
  void replan(LedgerEvent.ActionPlanned planned) {
    plan = planned;
    action = planned.action();
    source = planned.source();
    because = planned.because();
    requestedBy = planned.requestedBy();
    decision = planned.decision();
    connector = planned.connector();
    if (planned.unsupported() != null) {
      execution = Execution.UNSUPPORTED;
    }
  }

  void decide(Decision decided) {
    decision = decided;
  }

  void prepare(LedgerEvent.ActionPrepared prepared, Instant at) {
    receipt = prepared.receipt();
    startedAt = at;
    if (prepared.connector() != null) {
      connector = prepared.connector();
    }
  }

  void progress(Outcome outcome, Instant at) {
    execution = outcome.execution();
    if (startedAt == null) {
      startedAt = at;
    }
    switch (outcome) {
      case Outcome.Succeeded o -> receipt = o.receipt();
      case Outcome.PartiallySucceeded o -> receipt = o.receipt();
      case Outcome.AlreadyInState o -> {}
      case Outcome.Failed o -> {}
      case Outcome.Unsupported o -> {}
      case Outcome.Unknown o -> receipt = o.receipt() == null ? receipt : o.receipt();
      case Outcome.HeldByOthers o -> {}
      case Outcome.ChangedSince o -> {}
      case Outcome.Unfinished o -> {}
    }
  }

  void requestUndo(LedgerEvent.UndoRequested requested, Instant at) {
    undo = requested;
    undoStartedAt = at;
  }

  void progressUndo(Outcome outcome) {
    undone = undone || outcome.execution().isGood();
  }

  String actionId() {
    return actionId;
  }

  RemediationAction action() {
    return action;
  }

  ActionSource source() {
    return source;
  }

  String because() {
    return because;
  }

  /** Null when it was planned in another stream than is told here. */
  LedgerEvent.@Nullable ActionPlanned plan() {
    return plan;
  }

  /** Who would do it, or has done it; null where nothing that is told here says so. */
  @Nullable String connector() {
    return connector;
  }

  Decision decision() {
    return decision;
  }

  boolean waits() {
    return decision.status() == DecisionStatus.PENDING;
  }

  Execution execution() {
    return execution;
  }

  @Nullable Receipt receipt() {
    return receipt;
  }

  @Nullable Instant startedAt() {
    return startedAt;
  }

  LedgerEvent.@Nullable UndoRequested undo() {
    return undo;
  }

  @Nullable Instant undoStartedAt() {
    return undoStartedAt;
  }

  boolean undone() {
    return undone;
  }

  /** What takes it back; empty when its receipt is not known or it changed nothing. */
  Optional<RemediationAction> inverse() {
    return receipt == null ? Optional.empty() : action.inverse(receipt);
  }

  /** Who stands behind it; null where policy alone does. */
  @Nullable String person() {
    return decision instanceof Decision.ByPerson person ? person.approver() : requestedBy;
  }
}
