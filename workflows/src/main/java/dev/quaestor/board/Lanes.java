package dev.quaestor.board;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.SideBySide;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.persistent.Positions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * Which actions may begin now: nothing begins before what it must not run beside, be that under way
 * or yet to begin.
 *
 * @param runnable what could begin were it alone, by lane and type
 * @param busy what is under way, by lane and type
 */
record Lanes(Positions<Place> runnable, Positions<Place> busy, TreePSet<Integer> next) {

  /** Two of one type take turns in any case: of each the first is all that may begin. */
  record Place(EntityKey lane, ActionType type) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::lane).thenComparing(Place::type);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  static Lanes empty() {
    return new Lanes(Positions.none(), Positions.none(), TreePSet.empty());
  }

  Lanes with(int position, @Nullable CaseAction before, CaseAction now) {
    var ran = before != null && before.isRunnable();
    var flew = before != null && before.isInFlight();
    if (ran == now.isRunnable() && flew == now.isInFlight()) {
      return this;
    }
    var place = new Place(now.action().lane(), now.action().type());
    var runs = changed(runnable, place, position, now.isRunnable());
    var flies = changed(busy, place, position, now.isInFlight());
    return new Lanes(
        runs,
        flies,
        next.minusAll(free(place.lane(), runnable, busy)).plusAll(free(place.lane(), runs, flies)));
  }

  private static Positions<Place> changed(
      Positions<Place> all, Place place, int position, boolean isIn) {
    return isIn ? all.with(place, position) : all.without(place, position);
  }

  private static List<Integer> free(EntityKey lane, Positions<Place> runs, Positions<Place> flies) {
    var free = new ArrayList<Integer>();
    for (var type : ActionType.values()) {
      runs.first(new Place(lane, type))
          .ifPresent(
              first -> {
                if (!isHindered(lane, type, first, runs, flies)) {
                  free.add(first);
                }
              });
    }
    return free;
  }

  private static boolean isHindered(
      EntityKey lane, ActionType type, int first, Positions<Place> runs, Positions<Place> flies) {
    for (var other : ActionType.values()) {
      var place = new Place(lane, other);
      var earlier = runs.first(place);
      if ((flies.has(place) || (earlier.isPresent() && earlier.getAsInt() < first))
          && !SideBySide.mayRun(other, type)) {
        return true;
      }
    }
    return false;
  }

  /** In the order of the plan. */
  NavigableSet<Integer> mayBegin() {
    return next;
  }
}
