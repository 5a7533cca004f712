package dev.quaestor.board;

import dev.quaestor.action.Outcome;
import dev.quaestor.approval.Decision;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * How the actions of a case stand, each set in the order of the plan.
 *
 * @param wanted all but those that a newer took over
 * @param pending what waits for a decision
 * @param told what is decided, or needs no decision
 * @param runnable what is agreed to and has not begun
 * @param inFlight what is under way
 * @param working of that, what waits for nothing
 * @param waiting what waits for its target or its back end
 * @param deadlines when somebody is told of what is pending, or it expires, the next first
 */
record Standings(
    TreePSet<Integer> wanted,
    TreePSet<Integer> pending,
    TreePSet<Integer> told,
    TreePSet<Integer> runnable,
    TreePSet<Integer> inFlight,
    TreePSet<Integer> working,
    TreePSet<Integer> waiting,
    TreePSet<Deadline> deadlines) {

  /** When it is too late to decide, or somebody is told that it is not decided yet. */
  record Deadline(Instant at, int position) implements Comparable<Deadline> {
    private static final Comparator<Deadline> ORDER =
        Comparator.comparing(Deadline::at).thenComparing(Deadline::position);

    static @Nullable Deadline of(int position, @Nullable CaseAction action) {
      return action == null
          ? null
          : action.nextMoment().map(at -> new Deadline(at, position)).orElse(null);
    }

    @Override
    public int compareTo(Deadline other) {
      return ORDER.compare(this, other);
    }
  }

  static Standings none() {
    return new Standings(
        TreePSet.empty(),
        TreePSet.empty(),
        TreePSet.empty(),
        TreePSet.empty(),
        TreePSet.empty(),
        TreePSet.empty(),
        TreePSet.empty(),
        TreePSet.empty());
  }

  Standings with(int position, @Nullable CaseAction before, CaseAction now) {
    return new Standings(
        changed(wanted, position, now, a -> !(a.decision() instanceof Decision.Superseded)),
        changed(pending, position, now, CaseAction::isPending),
        changed(told, position, now, a -> !a.isPending()),
        changed(runnable, position, now, CaseAction::isRunnable),
        changed(inFlight, position, now, CaseAction::isInFlight),
        changed(
            working,
            position,
            now,
            a -> a.isInFlight() && !(a.outcome() instanceof Outcome.Unfinished)),
        changed(
            waiting,
            position,
            now,
            a -> a.outcome() instanceof Outcome.Unfinished u && u.waitsForResource()),
        changed(deadlines, Deadline.of(position, before), Deadline.of(position, now)));
  }

  private static TreePSet<Integer> changed(
      TreePSet<Integer> all, int position, CaseAction now, Predicate<CaseAction> belongs) {
    var isIn = all.contains(position);
    return isIn == belongs.test(now) ? all : isIn ? all.minus(position) : all.plus(position);
  }

  private static TreePSet<Deadline> changed(
      TreePSet<Deadline> all, @Nullable Deadline before, @Nullable Deadline now) {
    if (before == null ? now == null : before.equals(now)) {
      return all;
    }
    var left = before == null ? all : all.minus(before);
    return now == null ? left : left.plus(now);
  }

  boolean allSettled() {
    return pending.isEmpty() && runnable.isEmpty() && inFlight.isEmpty();
  }
}
