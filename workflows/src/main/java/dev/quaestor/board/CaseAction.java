package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.MovedMail;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.Question;
import dev.quaestor.authority.Person;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One planned action in the life of a case. It moves through its named doors only; each refuses a
 * move that cannot be.
 *
 * @param receipt what undo needs, from the moment before it ran
 * @param outcome how its run stands; null before it has begun
 * @param undone whether its effect was taken back
 * @param turn its place in the order in which the case's actions were begun, from 1; 0 before
 */
public record CaseAction(
    String actionId,
    PlannedAction plan,
    String planHash,
    Instant plannedAt,
    Decision decision,
    int turn,
    @Nullable Receipt receipt,
    @Nullable Outcome outcome,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean undone) {

  static CaseAction planned(
      String actionId, PlannedAction plan, String planHash, Instant at, Instant expiresAt) {
    var asks = plan.supported() && plan.gate() == Gate.APPROVAL;
    return new CaseAction(
        actionId,
        plan,
        planHash,
        at,
        asks ? new Decision.Pending(expiresAt) : new Decision.NotNeeded(),
        0,
        null,
        plan.supported()
            ? null
            : new Outcome.Unsupported(
                Objects.requireNonNullElse(
                    plan.unsupportedBecause(),
                    "No configured connector can do this to the target")),
        false);
  }

  private boolean begun() {
    return turn > 0;
  }

  public RemediationAction action() {
    return plan.action();
  }

  boolean isPending() {
    return decision instanceof Decision.Pending;
  }

  /** Agreed to, by policy or person, and not begun. */
  boolean isRunnable() {
    return !begun() && outcome == null && isAgreed();
  }

  private boolean isAgreed() {
    return switch (decision) {
      case Decision.NotNeeded n -> true;
      case Decision.ByPerson by -> by.approved();
      case Decision.Pending p -> false;
      case Decision.Expired x -> false;
      case Decision.Superseded s -> false;
    };
  }

  boolean isInFlight() {
    return begun() && !execution().isFinal();
  }

  /** Decided for good and, if agreed to, carried out. */
  boolean isSettled() {
    return !isPending() && !isRunnable() && !isInFlight();
  }

  public Execution execution() {
    if (outcome != null) {
      return outcome.execution();
    }
    return begun() ? Execution.RUNNING : Execution.NOT_STARTED;
  }

  /** What would take it back now; empty when it has done nothing that could be. */
  public Optional<RemediationAction> inverse() {
    if (undone) {
      return Optional.empty();
    }
    return switch (outcome) {
      case Outcome.Succeeded done -> action().inverse(done.receipt());
      case Outcome.PartiallySucceeded partly -> action().inverse(partly.receipt());
      // It may be in force.
      case Outcome.Unknown either ->
          Optional.ofNullable(either.receipt()).flatMap(action()::inverse);
      case Outcome.AlreadyInState so -> Optional.empty();
      case Outcome.Failed no -> Optional.empty();
      case Outcome.Unsupported no -> Optional.empty();
      case Outcome.HeldByOthers others -> Optional.empty();
      case Outcome.ChangedSince since -> Optional.empty();
      case Outcome.Unfinished on -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  /** What it did and nobody has taken back; empty while it may yet do something. */
  Optional<MovedMail.Done> done() {
    if (undone) {
      return Optional.empty();
    }
    if (outcome instanceof Outcome.Succeeded whole) {
      return Optional.of(new MovedMail.Done(action(), whole.receipt()));
    }
    return outcome instanceof Outcome.PartiallySucceeded partly
        ? Optional.of(new MovedMail.Done(action(), partly.receipt()))
        : Optional.empty();
  }

  /** Whether it found what it wanted and wants it to stay so, as whoever brought it about does. */
  boolean holds() {
    return !undone
        && outcome instanceof Outcome.AlreadyInState
        && HeldState.of(action(), receipt).isPresent();
  }

  RemediationStatus.Part part() {
    if (isPending()) {
      return RemediationStatus.Part.PENDING;
    }
    if (isInFlight() || isRunnable()) {
      return RemediationStatus.Part.RUNNING;
    }
    if (execution().isGood() && !undone) {
      return action().type().onlyReads()
          ? RemediationStatus.Part.LOOKED
          : RemediationStatus.Part.GOOD;
    }
    return decision instanceof Decision.Expired
            || (decision instanceof Decision.ByPerson by && !by.approved())
        ? RemediationStatus.Part.DECLINED
        : RemediationStatus.Part.WRONG;
  }

  Question question(CaseKnowledge known, List<Person> authors) {
    return new Question(
        actionId,
        action().type().area(),
        known.placeOf(action()).orElse(null),
        planHash,
        decision,
        asking().by(authors));
  }

  private Question.Asking asking() {
    return Question.Asking.on(plan.asked(), plannedAt);
  }

  /** When somebody is told that it waits, or it expires; empty once it is decided. */
  Optional<Instant> nextMoment() {
    return decision instanceof Decision.Pending pending
        ? Optional.of(asking().next(pending))
        : Optional.empty();
  }

  /** What an approver is asked; only of what is pending. */
  public PendingAction.Plea plea() {
    return new PendingAction.Plea(
        actionId,
        action(),
        plan.verdict(),
        plan.ruleId(),
        plan.because(),
        plan.evidence(),
        planHash,
        plannedAt,
        (Decision.Pending) decision,
        plan.asked(),
        plan.connector());
  }

  CaseAction at(Instant now) {
    return standing(question(CaseKnowledge.none(), List.of()).at(now).standing());
  }

  CaseAction decided(Decision now) {
    return standing(question(CaseKnowledge.none(), List.of()).decided(now).standing());
  }

  private CaseAction standing(Decision on) {
    return new CaseAction(actionId, plan, planHash, plannedAt, on, turn, receipt, outcome, undone);
  }

  /** A newer plan takes its place before it has begun. */
  CaseAction superseded(@Nullable String by, Instant at) {
    return superseded(new Decision.Superseded(by, voided().orElse(null), at));
  }

  /** That what was said to it counts no longer, where something was. */
  private Optional<String> voided() {
    return decision instanceof Decision.Pending p && !p.given().isEmpty()
        ? Optional.of(
            "the plan changed and what was approved of it by %s no longer counts"
                .formatted(String.join(", ", p.given().stream().map(a -> a.by().name()).toList())))
        : Optional.empty();
  }

  CaseAction superseded(Decision.Superseded why) {
    require(!begun(), "superseded");
    return standing(why);
  }

  CaseAction begunAs(int nextTurn) {
    require(isRunnable(), "begun");
    return new CaseAction(
        actionId, plan, planHash, plannedAt, decision, nextTurn, receipt, outcome, undone);
  }

  /** What it waited for until now has answered. */
  CaseAction prepared(Receipt recorded) {
    require(isInFlight(), "prepared");
    return new CaseAction(
        actionId, plan, planHash, plannedAt, decision, turn, recorded, null, undone);
  }

  CaseAction progressed(Outcome now) {
    require(isInFlight(), "progressed");
    return new CaseAction(
        actionId, plan, planHash, plannedAt, decision, turn, receipt, now, undone);
  }

  CaseAction takenBack() {
    return new CaseAction(
        actionId, plan, planHash, plannedAt, decision, turn, receipt, outcome, true);
  }

  private void require(boolean allowed, String door) {
    if (!allowed) {
      throw new IllegalStateException(
          "action %s cannot be %s: %s, %s".formatted(actionId, door, decision, execution()));
    }
  }
}
