package dev.quaestor.board;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.persistent.Positions;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * Which actions may begin now: of each lane in which none is under way, the first that is agreed
 * to.
 *
 * @param runnable what could begin were it alone, by lane
 * @param busy what is under way, by lane
 */
record Lanes(Positions<EntityKey> runnable, Positions<EntityKey> busy, TreePSet<Integer> next) {
  static Lanes empty() {
    return new Lanes(Positions.none(), Positions.none(), TreePSet.empty());
  }

  Lanes with(int position, @Nullable CaseAction before, CaseAction now) {
    var ran = before != null && before.isRunnable();
    var flew = before != null && before.isInFlight();
    if (ran == now.isRunnable() && flew == now.isInFlight()) {
      return this;
    }
    var lane = now.action().lane();
    return with(
        lane,
        changed(runnable, lane, position, now.isRunnable()),
        changed(busy, lane, position, now.isInFlight()));
  }

  private static Positions<EntityKey> changed(
      Positions<EntityKey> all, EntityKey lane, int position, boolean isIn) {
    return isIn ? all.with(lane, position) : all.without(lane, position);
  }

  private Lanes with(EntityKey lane, Positions<EntityKey> runs, Positions<EntityKey> flies) {
    var left = next;
    var before = runnable.first(lane);
    if (before.isPresent()) {
      left = left.minus(before.getAsInt());
    }
    var first = runs.first(lane);
    return new Lanes(
        runs, flies, first.isPresent() && !flies.has(lane) ? left.plus(first.getAsInt()) : left);
  }

  /** In the order of the plan. */
  NavigableSet<Integer> mayBegin() {
    return next;
  }
}
