package dev.quaestor.persistent;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Where in a row the things are that have something in common. By order and not by hash: whoever
 * writes alerts must not be able to choose names that all collide.
 *
 * @param <K> what they have in common
 */
public final class Positions<K extends Comparable<? super K>> {
  private static final TreePSet<Integer> NOWHERE = TreePSet.empty();

  private final TreePMap<K, TreePSet<Integer>> all;

  private Positions(TreePMap<K, TreePSet<Integer>> all) {
    this.all = all;
  }

  public static <K extends Comparable<? super K>> Positions<K> none() {
    return new Positions<>(TreePMap.<K, TreePSet<Integer>>empty());
  }

  public Positions<K> with(K what, int position) {
    var there = at(what);
    return there.contains(position) ? this : new Positions<>(all.plus(what, there.plus(position)));
  }

  public Positions<K> without(K what, int position) {
    var left = at(what).minus(position);
    return new Positions<>(left.isEmpty() ? all.minus(what) : all.plus(what, left));
  }

  private TreePSet<Integer> at(K what) {
    @Nullable TreePSet<Integer> there = all.get(what);
    return there == null ? NOWHERE : there;
  }

  /** In order. */
  public NavigableSet<Integer> of(K what) {
    return at(what);
  }

  public int count(K what) {
    return at(what).size();
  }

  public boolean has(K what) {
    return all.containsKey(what);
  }

  public OptionalInt first(K what) {
    var there = at(what);
    return there.isEmpty() ? OptionalInt.empty() : OptionalInt.of(there.first());
  }

  public OptionalInt last(K what) {
    var there = at(what);
    return there.isEmpty() ? OptionalInt.empty() : OptionalInt.of(there.last());
  }

  /** The last in its own order of all that things have in common. */
  public Optional<K> greatest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.lastKey());
  }
}
