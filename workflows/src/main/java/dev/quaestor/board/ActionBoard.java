package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.SideBySide;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.MovedMail;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.approval.Question;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * The actions of a case, in the order they were planned.
 *
 * @param full whether the case wanted more of them than it may have; what was planned stays
 */
public record ActionBoard(
    List<CaseAction> all, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean full) {

  public ActionBoard {
    all = List.copyOf(all);
  }

  private static final String TAKEN_BACK =
      "It was done before and undone: a person decides whether it is done again";

  private static final String ALREADY_MOVED =
      "this investigation has already dealt with all of its messages";

  public static ActionBoard empty() {
    return new ActionBoard(List.of(), false);
  }

  /** How many actions are wanted, carried out or declined: all but those that a newer took over. */
  private long wanted() {
    return all.stream().filter(a -> !(a.decision() instanceof Decision.Superseded)).count();
  }

  private ActionBoard with(List<CaseAction> changed) {
    return new ActionBoard(changed, full);
  }

  /** Where a plan's identity comes from, how long its questions stand, how many it may hold. */
  public record Planning(
      String investigationId,
      int policyRevision,
      Duration expireAfter,
      int maxActions,
      Instant now) {
    String hash(PlannedAction plan) {
      return PlanHash.of(plan.action(), plan.verdict().name(), policyRevision);
    }

    CaseAction action(PlannedAction plan, int generation) {
      var hash = hash(plan);
      var id = "act-" + PlanHash.shortId(investigationId + "\n" + hash + "\n" + generation);
      return CaseAction.planned(id, plan, hash, now, now.plus(expireAfter));
    }
  }

  /**
   * Makes room for a new plan: what it still wants stays as it is, what it wants otherwise is
   * superseded by it, what it no longer wants is superseded by nothing, and what has begun or was
   * decided stays. Of a plan with too many actions nothing is taken, and the board says that it is
   * full.
   */
  public ActionBoard replanned(List<PlannedAction> plan, Planning planning) {
    var result = new ArrayList<>(all);
    var wanted = new HashSet<Subject>();
    var moved = movedMail();
    for (var planned : plan) {
      // What a person took back is not done again behind that person's back.
      var p = wasTakenBack(planned) ? planned.asking(TAKEN_BACK) : planned;
      if (p.gate() == Gate.APPROVAL && moved.covers(p.action())) {
        continue;
      }
      var hash = planning.hash(p);
      wanted.add(subject(p));
      var standing = lastOn(result, p);
      if (standing.isEmpty()) {
        result.add(planning.action(p, 0));
      } else if (!isSame(standing.get(), p, hash) && mayBeAskedAgain(standing.get())) {
        var next = planning.action(p, result.size());
        if (mayBeReplaced(standing.get())) {
          var index = result.indexOf(standing.get());
          result.set(index, standing.get().superseded(next.actionId(), planning.now()));
        }
        result.add(next);
      }
    }
    result.replaceAll(
        a ->
            mayBeReplaced(a) && !wanted.contains(subject(a.plan()))
                ? a.superseded(null, planning.now())
                : a);
    var after = with(result);
    return after.wanted() > planning.maxActions() ? new ActionBoard(all, true) : after;
  }

  /** What waits may come to need nobody, and the other way round. */
  private static boolean isSame(CaseAction standing, PlannedAction p, String hash) {
    return standing.planHash().equals(hash)
        && (standing.plan().gate() == p.gate() || !mayBeReplaced(standing));
  }

  private record Subject(ActionType type, EntityKey target, String part) {}

  private static Subject subject(PlannedAction p) {
    return new Subject(p.action().type(), p.action().target().key(), p.action().part());
  }

  private static Optional<CaseAction> lastOn(List<CaseAction> actions, PlannedAction p) {
    return actions.stream()
        .filter(
            a ->
                subject(a.plan()).equals(subject(p))
                    || a.action().subject().equals(p.action().subject()))
        .reduce((earlier, later) -> later);
  }

  private boolean wasTakenBack(PlannedAction p) {
    return all.stream().anyMatch(a -> a.undone() && subject(a.plan()).equals(subject(p)));
  }

  /** What waits or could begin; what began runs on, and what was decided is on record. */
  private static boolean mayBeReplaced(CaseAction a) {
    return a.isPending() || a.isRunnable();
  }

  /**
   * New evidence opens a decision again; it does not do twice what was done, but it may follow a
   * thing further.
   */
  private static boolean mayBeAskedAgain(CaseAction a) {
    return !a.isInFlight() && (!a.execution().isGood() || a.undone() || Expansion.is(a));
  }

  /** What its actions have done to mail, as far as nobody has taken it back. */
  public MovedMail movedMail() {
    return MovedMail.by(all.stream().flatMap(a -> a.done().stream()).toList());
  }

  /** Nobody is asked about mail that has been moved since: a yes would change nothing. */
  public ActionBoard sparing(Instant now) {
    if (pending().isEmpty()) {
      return this;
    }
    var moved = movedMail();
    return with(
        all.stream()
            .map(
                a ->
                    a.isPending() && moved.covers(a.action())
                        ? a.superseded(new Decision.Superseded(null, ALREADY_MOVED, now))
                        : a)
            .toList());
  }

  /** What a person could be asked about, decided or not. */
  public List<Question> questions() {
    return all.stream().map(CaseAction::question).toList();
  }

  public List<CaseAction> pending() {
    return all.stream().filter(CaseAction::isPending).toList();
  }

  public boolean anyInFlight() {
    return all.stream().anyMatch(CaseAction::isInFlight);
  }

  /** Whether all that has begun waits for its target or its back end, and nothing ends soon. */
  public boolean allInFlightWait() {
    return all.stream()
        .filter(CaseAction::isInFlight)
        .allMatch(a -> a.outcome() instanceof Outcome.Unfinished);
  }

  public boolean allSettled() {
    return all.stream().allMatch(CaseAction::isSettled);
  }

  /**
   * What may begin now, in the order of the plan: nothing begins before what it must not run
   * beside, be that under way or yet to begin.
   */
  public List<CaseAction> runnable() {
    var before = new HashMap<EntityKey, EnumSet<ActionType>>();
    all.stream()
        .filter(CaseAction::isInFlight)
        .forEach(a -> turns(before, a).add(a.action().type()));
    var free = new ArrayList<CaseAction>();
    for (var a : all) {
      if (a.isRunnable()) {
        var type = a.action().type();
        var turns = turns(before, a);
        if (turns.stream().allMatch(t -> SideBySide.mayRun(t, type))) {
          free.add(a);
        }
        turns.add(type);
      }
    }
    return List.copyOf(free);
  }

  private static EnumSet<ActionType> turns(
      Map<EntityKey, EnumSet<ActionType>> before, CaseAction a) {
    return before.computeIfAbsent(a.action().lane(), lane -> EnumSet.noneOf(ActionType.class));
  }

  public Optional<CaseAction> find(String actionId) {
    return all.stream().filter(a -> a.actionId().equals(actionId)).findFirst();
  }

  public ActionBoard begun(List<CaseAction> actions) {
    var board = this;
    for (var action : actions) {
      var turn = 1 + board.all.stream().mapToInt(CaseAction::turn).max().orElse(0);
      board = board.replace(action.actionId(), a -> a.begunAs(turn));
    }
    return board;
  }

  public ActionBoard decided(SequencedMap<String, Decision> decisions) {
    var board = this;
    for (var e : decisions.sequencedEntrySet()) {
      board = board.replace(e.getKey(), a -> a.decided(e.getValue()));
    }
    return board;
  }

  public ActionBoard expired(Instant now) {
    return with(all.stream().map(a -> a.at(now)).toList());
  }

  /** A person stopped the case: what waited is declined, what had not begun never will. */
  public ActionBoard stopped(Decision.ByPerson no) {
    return with(
        all.stream()
            .map(
                a ->
                    a.isPending()
                        ? a.decided(no)
                        : a.isRunnable() ? a.superseded(null, no.at()) : a)
            .toList());
  }

  public ActionBoard dropped(Instant now) {
    return dropped(new Decision.Superseded(null, now));
  }

  /** What wanted it is no more: nobody declined what waited. */
  public ActionBoard dropped(Decision.Superseded why) {
    return with(all.stream().map(a -> mayBeReplaced(a) ? a.superseded(why) : a).toList());
  }

  /** What undo will need, from the moment before it ran. */
  public ActionBoard prepared(String actionId, Receipt receipt) {
    return replace(actionId, a -> a.prepared(receipt));
  }

  public ActionBoard progressed(String actionId, Outcome outcome) {
    return replace(actionId, a -> a.progressed(outcome));
  }

  /** Its effect is over. */
  public ActionBoard undone(String actionId) {
    return replace(actionId, CaseAction::takenBack);
  }

  private ActionBoard replace(String actionId, UnaryOperator<CaseAction> change) {
    return with(
        all.stream().map(a -> a.actionId().equals(actionId) ? change.apply(a) : a).toList());
  }

  public Optional<Instant> nextDeadline() {
    return pending().stream()
        .map(a -> ((Decision.Pending) a.decision()).expiresAt())
        .min(Instant::compareTo);
  }

  /** What it let others see as wanted, or could take back, newest first. */
  public List<CaseAction> undoable() {
    return all.stream()
        .filter(a -> a.inverse().isPresent() || a.holds())
        .sorted((a, b) -> Integer.compare(b.turn(), a.turn()))
        .toList();
  }

  /** What became of a piece of evidence through the actions that are about it. */
  public RemediationStatus remediationStatus(EntityKey key) {
    var about =
        all.stream()
            .filter(a -> a.plan().evidence().contains(key))
            .filter(a -> !(a.decision() instanceof Decision.Superseded))
            .toList();
    return RemediationStatus.of(about.stream().map(CaseAction::part).toList());
  }
}
