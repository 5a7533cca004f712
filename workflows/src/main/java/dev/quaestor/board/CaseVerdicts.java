package dev.quaestor.board;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.PropagatedVerdicts;
import dev.quaestor.persistent.Row;
import dev.quaestor.policy.Policy;
import java.util.List;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts of a case as they were last brought up to date, by the organisation's own word, by
 * other evidence and by what the policy excludes: what has changed since is judged anew, with what
 * that speaks to. It is not written; a case that is read is judged as a whole once.
 *
 * @param policy whose exclusions and device groups they are
 * @param judged the pieces, just judged
 * @param propagated the same before what is excluded was taken out
 */
record CaseVerdicts(Policy policy, Row<Assessment> judged, PropagatedVerdicts propagated) {

  /**
   * The pieces, judged.
   *
   * @param told what the organisation's own word may have changed of
   */
  static IndexedPieces of(
      IndexedPieces pieces,
      OrganisationVerdicts own,
      SequencedCollection<EntityKey> told,
      Policy policy) {
    var excluded = Excluded.under(policy);
    var last = pieces.verdicts();
    return last == null || !last.policy.equals(policy)
        ? whole(pieces, own, policy, excluded)
        : last.changed(pieces, own, told, excluded);
  }

  /** Where pieces have changed since they were last judged by that policy; everywhere else. */
  static List<Integer> changedSince(IndexedPieces pieces, Policy policy) {
    var last = pieces.verdicts();
    return pieces
        .row()
        .changedSince(
            last == null || !last.policy.equals(policy) ? Row.<Assessment>empty() : last.judged);
  }

  private static IndexedPieces whole(
      IndexedPieces pieces,
      OrganisationVerdicts own,
      Policy policy,
      UnaryOperator<Assessment> excluded) {
    var all = new TreeMap<Integer, Assessment>();
    for (var i = 0; i < pieces.size(); i++) {
      all.put(i, heard(pieces, i, own, excluded));
    }
    var propagated = PropagatedVerdicts.of(List.copyOf(all.sequencedValues()));
    return settled(pieces, propagated, all, excluded, policy);
  }

  private IndexedPieces changed(
      IndexedPieces pieces,
      OrganisationVerdicts own,
      SequencedCollection<EntityKey> told,
      UnaryOperator<Assessment> excluded) {
    var anew = new TreeMap<Integer, Assessment>();
    var deviceChanged = false;
    for (int position : pieces.row().changedSince(judged)) {
      anew.put(position, heard(pieces, position, own, excluded));
      deviceChanged |= pieces.get(position).evidence().entity() instanceof Device;
    }
    hear(pieces, own, told, excluded, anew);
    if (deviceChanged) {
      hear(pieces, own, own.boundToGroups(), excluded, anew);
    }
    return settled(pieces, propagated.changed(anew), anew, excluded, policy);
  }

  private static void hear(
      IndexedPieces pieces,
      OrganisationVerdicts own,
      SequencedCollection<EntityKey> keys,
      UnaryOperator<Assessment> excluded,
      SequencedMap<Integer, Assessment> to) {
    for (var key : keys) {
      pieces.positionOf(key).ifPresent(p -> to.put(p, heard(pieces, p, own, excluded)));
    }
  }

  private static Assessment heard(
      IndexedPieces pieces,
      int position,
      OrganisationVerdicts own,
      UnaryOperator<Assessment> excluded) {
    return own.judged(pieces.keyAt(position), excluded.apply(pieces.get(position)), pieces::find);
  }

  private static IndexedPieces settled(
      IndexedPieces pieces,
      PropagatedVerdicts now,
      SequencedMap<Integer, Assessment> heard,
      UnaryOperator<Assessment> excluded,
      Policy policy) {
    var after = pieces;
    @Nullable CaseVerdicts last = pieces.verdicts();
    var before = last == null ? Row.<Assessment>empty() : last.propagated.pieces();
    var positions = new TreeSet<>(heard.keySet());
    positions.addAll(now.pieces().changedSince(before));
    for (int position : positions) {
      after = after.with(position, excluded.apply(now.pieces().get(position)));
    }
    return after.with(new CaseVerdicts(policy, after.row(), now));
  }
}
