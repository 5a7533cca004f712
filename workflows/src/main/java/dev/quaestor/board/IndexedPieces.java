package dev.quaestor.board;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.persistent.Row;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.SequencedCollection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The evidence of a case with what is asked of it at every step. It is written as the list that it
 * is; what else it knows is kept up with each change, and made anew when a case is read. A piece
 * never leaves its place and never comes to have another key.
 */
final class IndexedPieces extends AbstractList<Assessment> implements RandomAccess {
  private static final IndexedPieces NONE =
      new IndexedPieces(
          Row.empty(), Row.empty(), TreePMap.empty(), TreePSet.empty(), PieceIndex.none(), null);

  private final Row<Assessment> row;

  /** A key may take long to make: each is made once. */
  private final Row<EntityKey> keys;

  private final TreePMap<EntityKey, Integer> positions;

  /** What has not been looked at, nor is being looked at. */
  private final TreePSet<Integer> toExamine;

  private final PieceIndex index;
  private final @Nullable CaseVerdicts verdicts;

  private IndexedPieces(
      Row<Assessment> row,
      Row<EntityKey> keys,
      TreePMap<EntityKey, Integer> positions,
      TreePSet<Integer> toExamine,
      PieceIndex index,
      @Nullable CaseVerdicts verdicts) {
    this.row = row;
    this.keys = keys;
    this.positions = positions;
    this.toExamine = toExamine;
    this.index = index;
    this.verdicts = verdicts;
  }

  /**
   * @param examining what is being looked at
   */
  static IndexedPieces of(List<Assessment> all, SequencedCollection<EntityKey> examining) {
    if (all instanceof IndexedPieces indexed) {
      return indexed;
    }
    var pieces = NONE;
    for (var piece : all) {
      pieces = pieces.with(piece.key(), piece);
    }
    return pieces.handedOut(examining);
  }

  /** With that piece at the end, or in place of what had its key. */
  IndexedPieces with(EntityKey key, Assessment piece) {
    @Nullable Integer known = positions.get(key);
    if (known != null) {
      return with(known, piece);
    }
    var position = size();
    return changed(
        position,
        key,
        null,
        piece,
        row.plus(piece),
        keys.plus(key),
        positions.plus(key, position),
        piece.examined() ? toExamine : toExamine.plus(position));
  }

  /** The same piece as it is now. */
  IndexedPieces with(int position, Assessment now) {
    var then = get(position);
    if (then == now) {
      return this;
    }
    var waiting =
        then.examined() == now.examined()
            ? toExamine
            : now.examined() ? toExamine.minus(position) : toExamine.plus(position);
    return changed(
        position, keyAt(position), then, now, row.with(position, now), keys, positions, waiting);
  }

  private IndexedPieces changed(
      int position,
      EntityKey key,
      @Nullable Assessment then,
      Assessment now,
      Row<Assessment> rowNow,
      Row<EntityKey> keysNow,
      TreePMap<EntityKey, Integer> positionsNow,
      TreePSet<Integer> waiting) {
    var after =
        index.with(
            position,
            key,
            then,
            now,
            other -> Optional.ofNullable(positionsNow.get(other)),
            rowNow::get);
    return new IndexedPieces(rowNow, keysNow, positionsNow, waiting, after, verdicts);
  }

  /** Somebody looks at these now. */
  IndexedPieces handedOut(SequencedCollection<EntityKey> batch) {
    var left = toExamine;
    for (var key : batch) {
      @Nullable Integer position = positions.get(key);
      left = position == null ? left : left.minus(position);
    }
    return waiting(left);
  }

  /** Nobody looks at these any more. */
  IndexedPieces handedIn(SequencedCollection<EntityKey> batch) {
    var more = toExamine;
    for (var key : batch) {
      @Nullable Integer position = positions.get(key);
      more = position == null || get(position).examined() ? more : more.plus(position);
    }
    return waiting(more);
  }

  private IndexedPieces waiting(TreePSet<Integer> left) {
    return left == toExamine
        ? this
        : new IndexedPieces(row, keys, positions, left, index, verdicts);
  }

  IndexedPieces with(CaseVerdicts upToDate) {
    return new IndexedPieces(row, keys, positions, toExamine, index, upToDate);
  }

  Optional<Assessment> find(EntityKey key) {
    return positionOf(key).map(this::get);
  }

  Optional<Integer> positionOf(EntityKey key) {
    return Optional.ofNullable(positions.get(key));
  }

  boolean has(EntityKey key) {
    return positions.containsKey(key);
  }

  EntityKey keyAt(int position) {
    return keys.get(position);
  }

  /** What is to be looked at and nobody looks at, in the order in which it was found. */
  Stream<Integer> toExamine() {
    return toExamine.stream();
  }

  PieceIndex index() {
    return index;
  }

  Stream<Assessment> ofKind(EntityKind kind) {
    return index.kinds().of(kind).stream().map(this::get);
  }

  Stream<Device> devices() {
    return ofKind(EntityKind.DEVICE).map(a -> (Device) a.evidence().entity());
  }

  Optional<Verdict> worst() {
    return index.verdicts().greatest();
  }

  @Nullable CaseVerdicts verdicts() {
    return verdicts;
  }

  Row<Assessment> row() {
    return row;
  }

  @Override
  public Assessment get(int position) {
    return row.get(position);
  }

  @Override
  public int size() {
    return row.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IndexedPieces pieces ? row.equals(pieces.row) : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
