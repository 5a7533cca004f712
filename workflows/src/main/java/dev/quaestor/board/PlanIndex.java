package dev.quaestor.board;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.persistent.Positions;
import dev.quaestor.policy.PlannedAction;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the actions of a case are about. Their plans never change, so only a new action and an undo
 * change this.
 *
 * @param byId where each stands
 * @param bySubject all that do a thing to one target
 * @param byText all that would do the very same, by whatever words
 * @param undone those that were done and taken back, by subject
 * @param about by the evidence that they are about
 * @param expansions those that follow a thing to more devices
 */
record PlanIndex(
    Positions<String> byId,
    Positions<Subject> bySubject,
    Positions<String> byText,
    Positions<Subject> undone,
    Positions<EntityKey> about,
    Positions<ActionType> expansions) {

  /** A kind of action on a target. */
  record Subject(ActionType type, EntityKey target, String part) implements Comparable<Subject> {
    private static final Comparator<Subject> ORDER =
        Comparator.comparing(Subject::target)
            .thenComparing(Subject::type)
            .thenComparing(Subject::part);

    static Subject of(PlannedAction plan) {
      return new Subject(plan.action().type(), plan.action().target().key(), plan.action().part());
    }

    @Override
    public int compareTo(Subject other) {
      return ORDER.compare(this, other);
    }
  }

  static PlanIndex empty() {
    return new PlanIndex(
        Positions.none(),
        Positions.none(),
        Positions.none(),
        Positions.none(),
        Positions.none(),
        Positions.none());
  }

  PlanIndex with(int position, @Nullable CaseAction before, CaseAction now) {
    var known = before == null ? added(position, now) : this;
    return now.undone() && (before == null || !before.undone())
        ? new PlanIndex(
            known.byId,
            known.bySubject,
            known.byText,
            known.undone.with(Subject.of(now.plan()), position),
            known.about,
            known.expansions)
        : known;
  }

  private PlanIndex added(int position, CaseAction now) {
    var concerning = about;
    for (var key : now.plan().evidence()) {
      concerning = concerning.with(key, position);
    }
    return new PlanIndex(
        byId.with(now.actionId(), position),
        bySubject.with(Subject.of(now.plan()), position),
        byText.with(now.action().subject(), position),
        undone,
        concerning,
        Expansion.is(now) ? expansions.with(now.action().type(), position) : expansions);
  }

  /** The latest that does what is planned. */
  OptionalInt lastOn(Subject subject, PlannedAction plan) {
    var one = bySubject.last(subject);
    var other = byText.last(plan.action().subject());
    return one.isEmpty() || (other.isPresent() && other.getAsInt() > one.getAsInt()) ? other : one;
  }

  NavigableSet<Integer> expanding() {
    return expansions.of(ActionType.EXPAND_INVESTIGATION);
  }
}
