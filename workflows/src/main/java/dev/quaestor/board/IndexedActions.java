package dev.quaestor.board;

import dev.quaestor.approval.MovedMail;
import dev.quaestor.persistent.Positions;
import dev.quaestor.persistent.Row;
import java.util.AbstractList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The actions of a case with what is asked of them at every step. It is written as the list that it
 * is; what else it knows is kept up with each change, and made anew when a case is read.
 */
final class IndexedActions extends AbstractList<CaseAction> implements RandomAccess {
  private static final IndexedActions NONE =
      new IndexedActions(
          Row.empty(),
          PlanIndex.empty(),
          Standings.none(),
          Lanes.empty(),
          MovedMail.none(),
          Positions.none(),
          0);

  private final Row<CaseAction> row;
  private final PlanIndex plans;
  private final Standings standings;
  private final Lanes lanes;
  private final MovedMail moved;

  /** What waits for a decision, by the messages it is about. */
  private final Positions<MovedMail.Spot> askedAbout;

  private final int lastTurn;

  private IndexedActions(
      Row<CaseAction> row,
      PlanIndex plans,
      Standings standings,
      Lanes lanes,
      MovedMail moved,
      Positions<MovedMail.Spot> askedAbout,
      int lastTurn) {
    this.row = row;
    this.plans = plans;
    this.standings = standings;
    this.lanes = lanes;
    this.moved = moved;
    this.askedAbout = askedAbout;
    this.lastTurn = lastTurn;
  }

  static IndexedActions of(List<CaseAction> all) {
    if (all instanceof IndexedActions indexed) {
      return indexed;
    }
    var actions = NONE;
    for (var action : all) {
      actions = actions.plus(action);
    }
    return actions;
  }

  IndexedActions plus(CaseAction action) {
    return changed(size(), null, action, row.plus(action));
  }

  /** The same action as it stands now. */
  IndexedActions with(int position, CaseAction now) {
    var before = get(position);
    return before == now ? this : changed(position, before, now, row.with(position, now));
  }

  private IndexedActions changed(
      int position, @Nullable CaseAction before, CaseAction now, Row<CaseAction> after) {
    return new IndexedActions(
        after,
        plans.with(position, before, now),
        standings.with(position, before, now),
        lanes.with(position, before, now),
        moved(before, now),
        asked(position, before, now),
        Math.max(lastTurn, now.turn()));
  }

  private MovedMail moved(@Nullable CaseAction before, CaseAction now) {
    var was = before == null ? Optional.<MovedMail.Done>empty() : before.done();
    var is = now.done();
    if (was.equals(is)) {
      return moved;
    }
    var without = was.map(moved::without).orElse(moved);
    return is.map(without::with).orElse(without);
  }

  private Positions<MovedMail.Spot> asked(
      int position, @Nullable CaseAction before, CaseAction now) {
    var was = before != null && before.isPending();
    if (was == now.isPending()) {
      return askedAbout;
    }
    var asked = askedAbout;
    for (var spot : MovedMail.Spot.about(now.action())) {
      asked = was ? asked.without(spot, position) : asked.with(spot, position);
    }
    return asked;
  }

  PlanIndex plans() {
    return plans;
  }

  Standings standings() {
    return standings;
  }

  Lanes lanes() {
    return lanes;
  }

  MovedMail moved() {
    return moved;
  }

  int lastTurn() {
    return lastTurn;
  }

  Optional<CaseAction> find(String actionId) {
    var there = plans.byId().first(actionId);
    return there.isPresent() ? Optional.of(get(there.getAsInt())) : Optional.empty();
  }

  Stream<CaseAction> at(NavigableSet<Integer> positions) {
    return positions.stream().map(this::get);
  }

  /** What waits for a decision and is about one of the messages that this action has moved. */
  NavigableSet<Integer> askedAboutTheSame(CaseAction action) {
    var same = new TreeSet<Integer>();
    action
        .done()
        .ifPresent(
            done -> MovedMail.touchedBy(done).forEach(spot -> same.addAll(askedAbout.of(spot))));
    return same;
  }

  List<Integer> changedSince(IndexedActions before) {
    return row.changedSince(before.row);
  }

  @Override
  public CaseAction get(int position) {
    return row.get(position);
  }

  @Override
  public int size() {
    return row.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IndexedActions actions ? row.equals(actions.row) : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
