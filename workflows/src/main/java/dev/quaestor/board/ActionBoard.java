package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.MovedMail;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.approval.Question;
import dev.quaestor.authority.Person;
import dev.quaestor.board.PlanIndex.Subject;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The actions of a case, in the order they were planned.
 *
 * @param full whether the case wanted more of them than it may have; what was planned stays
 */
public record ActionBoard(
    List<CaseAction> all, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean full) {

  public ActionBoard {
    all = IndexedActions.of(all);
  }

  private static final String TAKEN_BACK =
      "It was done before and undone: a person decides whether it is done again";

  private static final String ALREADY_MOVED =
      "this investigation has already dealt with all of its messages";

  public static ActionBoard empty() {
    return new ActionBoard(List.of(), false);
  }

  private IndexedActions actions() {
    return IndexedActions.of(all);
  }

  private ActionBoard with(IndexedActions changed) {
    return changed == all ? this : new ActionBoard(changed, full);
  }

  /** Each of these changed so. */
  private ActionBoard with(
      SequencedCollection<Integer> positions, UnaryOperator<CaseAction> change) {
    var changed = actions();
    for (int position : positions) {
      changed = changed.with(position, change.apply(changed.get(position)));
    }
    return with(changed);
  }

  /** Where a plan's identity comes from, how long its questions stand, how many it may hold. */
  public record Planning(
      String investigationId,
      int policyRevision,
      Duration expireAfter,
      int maxActions,
      Instant now) {
    String hash(PlannedAction plan) {
      return PlanHash.of(plan.action(), plan.verdict().name(), policyRevision, plan.connector());
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
    var result = actions();
    var wanted = new HashSet<Subject>();
    var moved = movedMail();
    for (var planned : plan) {
      // What a person took back is not done again behind that person's back.
      var subject = Subject.of(planned);
      var p = wasTakenBack(subject) ? planned.asking(TAKEN_BACK) : planned;
      if (p.gate() == Gate.APPROVAL && moved.covers(p.action())) {
        continue;
      }
      wanted.add(subject);
      var last = result.plans().lastOn(subject, p);
      if (last.isEmpty()) {
        result = result.plus(planning.action(p, 0));
        continue;
      }
      var standing = result.get(last.getAsInt());
      if (!isSame(standing, p, planning) && mayBeAskedAgain(standing)) {
        var next = planning.action(p, result.size());
        if (mayBeReplaced(standing)) {
          result =
              result.with(last.getAsInt(), standing.superseded(next.actionId(), planning.now()));
        }
        result = result.plus(next);
      }
    }
    for (int position : replaceable(result)) {
      var a = result.get(position);
      if (!wanted.contains(Subject.of(a.plan()))) {
        result = result.with(position, a.superseded(null, planning.now()));
      }
    }
    return result.standings().wanted().size() > planning.maxActions()
        ? new ActionBoard(all, true)
        : with(result);
  }

  /** What waits or could begin, in the order of the plan. */
  private static SequencedCollection<Integer> replaceable(IndexedActions actions) {
    var positions = new TreeSet<Integer>(actions.standings().pending());
    positions.addAll(actions.standings().runnable());
    return positions;
  }

  /** What waits may come to need nobody, and the other way round. */
  private static boolean isSame(CaseAction standing, PlannedAction p, Planning planning) {
    return standing.planHash().equals(planning.hash(asKnownThen(p, standing)))
        && ((standing.plan().gate() == p.gate() && isOnSameTerms(standing, p))
            || !mayBeReplaced(standing));
  }

  /** That it was not known then who would do it, or is not now, makes no other question of it. */
  private static PlannedAction asKnownThen(PlannedAction p, CaseAction standing) {
    var then = standing.plan().connector();
    return then == null || p.connector() == null ? p.through(then) : p;
  }

  /** Whoever approved it did so on other terms, and is asked again. */
  private static boolean isOnSameTerms(CaseAction standing, PlannedAction p) {
    return !standing.isPending() || standing.plan().asked().equals(p.asked());
  }

  private boolean wasTakenBack(Subject subject) {
    return actions().plans().undone().has(subject);
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
    return actions().moved();
  }

  /**
   * Nobody is asked about mail that this action, which has just run, has moved: a yes would change
   * nothing. What else is asked was asked after what ran before.
   */
  public ActionBoard sparing(String actionId, Instant now) {
    var moved = movedMail();
    return find(actionId)
        .map(a -> actions().askedAboutTheSame(a))
        .map(
            asked ->
                with(
                    asked,
                    a ->
                        moved.covers(a.action())
                            ? a.superseded(new Decision.Superseded(null, ALREADY_MOVED, now))
                            : a))
        .orElse(this);
  }

  /**
   * What a person could be asked about, decided or not.
   *
   * @param known what the case knows of the things it names
   * @param authors whose word it rests on
   */
  public List<Question> questions(CaseKnowledge known, List<Person> authors) {
    return all.stream().map(a -> a.question(known, authors)).toList();
  }

  /** What waits for a decision, in the order of the plan. */
  public List<CaseAction> pending() {
    return pending(Integer.MAX_VALUE);
  }

  /** The first that wait for a decision. */
  public List<CaseAction> pending(int most) {
    return actions().at(actions().standings().pending()).limit(most).toList();
  }

  /** How many wait for a decision. */
  public int countPending() {
    return actions().standings().pending().size();
  }

  /** What waits for no decision, as it was planned. */
  public Stream<CaseAction> told() {
    return actions().at(actions().standings().told());
  }

  public int countTold() {
    return actions().standings().told().size();
  }

  /** What waits for its target or its back end. */
  public Stream<CaseAction> waiting() {
    return actions().at(actions().standings().waiting());
  }

  public boolean anyInFlight() {
    return !actions().standings().inFlight().isEmpty();
  }

  /** Whether all that has begun waits for its target or its back end, and nothing ends soon. */
  public boolean allInFlightWait() {
    return actions().standings().working().isEmpty();
  }

  public boolean allSettled() {
    return actions().standings().allSettled();
  }

  /**
   * What may begin now, in the order of the plan: nothing begins before what it must not run
   * beside, be that under way or yet to begin.
   */
  public List<CaseAction> runnable() {
    return actions().at(actions().lanes().mayBegin()).toList();
  }

  public Optional<CaseAction> find(String actionId) {
    return actions().find(actionId);
  }

  /** Those that follow a thing to more devices. */
  Stream<CaseAction> expansions() {
    return actions().at(actions().plans().expanding());
  }

  public ActionBoard begun(List<CaseAction> handedOut) {
    var board = this;
    for (var action : handedOut) {
      var turn = 1 + board.actions().lastTurn();
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
    var due = new TreeSet<Integer>();
    for (var deadline : actions().standings().deadlines()) {
      if (deadline.at().isAfter(now)) {
        break;
      }
      due.add(deadline.position());
    }
    return with(due, a -> a.at(now));
  }

  /** A person stopped the case: what waited is declined, what had not begun never will. */
  public ActionBoard stopped(Decision.ByPerson no) {
    return with(
        replaceable(actions()), a -> a.isPending() ? a.decided(no) : a.superseded(null, no.at()));
  }

  public ActionBoard dropped(Instant now) {
    return dropped(new Decision.Superseded(null, now));
  }

  /** What wanted it is no more: nobody declined what waited. */
  public ActionBoard dropped(Decision.Superseded why) {
    return with(replaceable(actions()), a -> a.superseded(why));
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
    return replace(actionId, a -> a.undone() ? a : a.takenBack());
  }

  private ActionBoard replace(String actionId, UnaryOperator<CaseAction> change) {
    return with(actions().plans().byId().of(actionId), change);
  }

  public Optional<Instant> nextDeadline() {
    var deadlines = actions().standings().deadlines();
    return deadlines.isEmpty() ? Optional.empty() : Optional.of(deadlines.first().at());
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
    return RemediationStatus.of(
        actions()
            .at(actions().plans().about().of(key))
            .filter(a -> !(a.decision() instanceof Decision.Superseded))
            .map(CaseAction::part)
            .toList());
  }

  /** The actions that are new or stand otherwise than they did, in the order of the plan. */
  public List<CaseAction> changedSince(ActionBoard before) {
    return actions().changedSince(before.actions()).stream().map(all::get).toList();
  }
}
