package dev.quaestor.persistent;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/**
 * Things in a row. It grows at its end, and what stands somewhere stays there or is replaced there,
 * in a handful of steps. Of two rows, one of which came of the other, it is told where they differ
 * without going through what they share; no library has that.
 *
 * @param <E> never null
 */
public final class Row<E> extends AbstractList<E> implements RandomAccess {
  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final Object[] NOTHING = new Object[0];

  private final int size;

  /** How many bits of a position the root's children have below them. */
  private final int shift;

  /** Arrays of arrays, as deep as needed; the last ones hold the things. */
  private final Object[] root;

  private Row(int size, int shift, Object[] root) {
    this.size = size;
    this.shift = shift;
    this.root = root;
  }

  public static <E> Row<E> empty() {
    return new Row<>(0, 0, NOTHING);
  }

  /** Of these, in their order. */
  public static <E> Row<E> of(SequencedCollection<? extends E> all) {
    var row = Row.<E>empty();
    for (var each : all) {
      row = row.plus(each);
    }
    return row;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  @SuppressWarnings("unchecked")
  public E get(int position) {
    if (position < 0 || position >= size) {
      throw new IndexOutOfBoundsException("%d of %d".formatted(position, size));
    }
    var node = root;
    for (var level = shift; level > 0; level -= BITS) {
      node = (Object[]) node[(position >>> level) & (WIDTH - 1)];
    }
    return (E) node[position & (WIDTH - 1)];
  }

  /** The same with that at its end. */
  public Row<E> plus(E last) {
    return size == WIDTH << shift && size > 0
        ? new Row<>(size + 1, shift + BITS, placed(new Object[] {root}, shift + BITS, size, last))
        : new Row<>(size + 1, shift, placed(root, shift, size, last));
  }

  /** The same with that at this position; itself where just that stands there. */
  public Row<E> with(int position, E other) {
    return get(position) == other
        ? this
        : new Row<>(size, shift, placed(root, shift, position, other));
  }

  private static Object[] placed(Object[] node, int level, int position, Object thing) {
    var at = (position >>> level) & (WIDTH - 1);
    var copy = at < node.length ? node.clone() : Arrays.copyOf(node, at + 1);
    copy[at] =
        level == 0
            ? thing
            : placed(
                at < node.length ? (Object[]) node[at] : NOTHING, level - BITS, position, thing);
    return copy;
  }

  /**
   * Where another thing stands than before, or one that was not there, in order. The very same
   * thing is the same; one that merely equals it is another.
   */
  public List<Integer> changedSince(Row<E> before) {
    var changed = new ArrayList<Integer>();
    if (shift == before.shift) {
      differ(root, before.root, shift, 0, changed);
    } else {
      for (var i = 0; i < size; i++) {
        if (i >= before.size || get(i) != before.get(i)) {
          changed.add(i);
        }
      }
    }
    return changed;
  }

  private static void differ(
      Object[] now, Object @Nullable [] then, int level, int from, List<Integer> changed) {
    if (now == then) {
      return;
    }
    for (var i = 0; i < now.length; i++) {
      @Nullable Object before = then != null && i < then.length ? then[i] : null;
      var position = from + (i << level);
      if (level > 0) {
        differ((Object[]) now[i], (Object[]) before, level - BITS, position, changed);
      } else if (now[i] != before) {
        changed.add(position);
      }
    }
  }

  /** By content, and without looking at what both share. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Row<?> row)) {
      return super.equals(other);
    }
    return row.size == size && hasTheSame(row);
  }

  private <T> boolean hasTheSame(Row<T> other) {
    return other.changedSince(Row.<T>narrow(this)).stream()
        .allMatch(i -> get(i).equals(other.get(i)));
  }

  /** Only ever compared. */
  @SuppressWarnings("unchecked")
  private static <T> Row<T> narrow(Row<?> row) {
    return (Row<T>) row;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
