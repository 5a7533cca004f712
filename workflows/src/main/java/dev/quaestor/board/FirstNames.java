package dev.quaestor.board;

import dev.quaestor.persistent.Positions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcollections.TreePMap;

/**
 * What some of the pieces of a case are called, each name once, in the order in which it first
 * stands there.
 *
 * @param all where each name stands
 * @param inOrder each name where it first stands
 */
record FirstNames(Positions<String> all, TreePMap<Integer, String> inOrder) {
  static FirstNames none() {
    return new FirstNames(Positions.none(), TreePMap.empty());
  }

  FirstNames with(int position, Optional<String> then, Optional<String> now) {
    if (then.equals(now)) {
      return this;
    }
    var left =
        then.map(name -> standing(name, all.first(name), all.without(name, position))).orElse(this);
    return now.map(name -> left.standing(name, left.all.first(name), left.all.with(name, position)))
        .orElse(left);
  }

  private FirstNames standing(String name, OptionalInt first, Positions<String> after) {
    var order = first.isPresent() ? inOrder.minus(first.getAsInt()) : inOrder;
    var now = after.first(name);
    return new FirstNames(after, now.isPresent() ? order.plus(now.getAsInt(), name) : order);
  }

  List<String> first(int most) {
    return inOrder.sequencedValues().stream().limit(most).toList();
  }
}
