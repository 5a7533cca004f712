package dev.quaestor.persistent;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Things in the order in which they came, each once; written as a list.
 *
 * @param <K> never null
 */
public final class Keys<K extends Comparable<? super K>> extends AbstractList<K> {
  private final TreePMap<K, Long> turns;
  private final TreePMap<Long, K> inOrder;
  private final long next;

  private Keys(TreePMap<K, Long> turns, TreePMap<Long, K> inOrder, long next) {
    this.turns = turns;
    this.inOrder = inOrder;
    this.next = next;
  }

  /** Of these; itself where they are that already. */
  @SuppressWarnings("unchecked")
  public static <K extends Comparable<? super K>> Keys<K> of(SequencedCollection<K> all) {
    return all instanceof Keys<?> keys
        ? (Keys<K>) keys
        : new Keys<K>(TreePMap.<K, Long>empty(), TreePMap.<Long, K>empty(), 0).with(all);
  }

  /** With these after them, as far as they are not among them. */
  public Keys<K> with(SequencedCollection<K> more) {
    var there = turns;
    var order = inOrder;
    var turn = next;
    for (var each : more) {
      if (!there.containsKey(each)) {
        there = there.plus(each, turn);
        order = order.plus(turn, each);
        turn++;
      }
    }
    return turn == next ? this : new Keys<>(there, order, turn);
  }

  public Keys<K> without(SequencedCollection<K> gone) {
    var there = turns;
    var order = inOrder;
    for (var each : gone) {
      @Nullable Long turn = there.get(each);
      if (turn != null) {
        there = there.minus(each);
        order = order.minus(turn);
      }
    }
    return there == turns ? this : new Keys<>(there, order, next);
  }

  public boolean has(K key) {
    return turns.containsKey(key);
  }

  @Override
  public boolean contains(@Nullable Object other) {
    return other != null && turns.containsKey(other);
  }

  @Override
  public K get(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(index);
    }
    var all = iterator();
    for (var i = 0; i < index; i++) {
      all.next();
    }
    return all.next();
  }

  @Override
  public Iterator<K> iterator() {
    return inOrder.sequencedValues().iterator();
  }

  @Override
  public int size() {
    return turns.size();
  }
}
