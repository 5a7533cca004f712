package dev.quaestor.investigation;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Propagation;
import dev.quaestor.evidence.UnexaminedBatch;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.policy.Policy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The evidence of a case, in the order it was found, each piece once.
 *
 * @param examining what is being looked at right now
 * @param outdated of that, what an alert has meanwhile said something new of: it is looked at again
 * @param replan whether something was learnt that the plan does not know
 * @param full whether the case outgrew its limits; what was found stays
 */
record EvidenceBoard(
    List<Assessment> pieces,
    List<EntityKey> examining,
    List<EntityKey> outdated,
    boolean replan,
    boolean full) {

  EvidenceBoard {
    pieces = List.copyOf(pieces);
    examining = List.copyOf(examining);
    // Histories from before it was there lack it.
    outdated = outdated == null ? List.of() : List.copyOf(outdated);
  }

  static EvidenceBoard empty() {
    return new EvidenceBoard(List.of(), List.of(), List.of(), false, false);
  }

  private Map<EntityKey, Assessment> index() {
    var index = new LinkedHashMap<EntityKey, Assessment>();
    pieces.forEach(a -> index.put(a.key(), a));
    return index;
  }

  /**
   * What an alert names. What is known already is looked at again when the alert says something new
   * of it.
   */
  EvidenceBoard named(List<Evidence> evidence) {
    var index = index();
    var stale = new LinkedHashSet<>(outdated);
    for (var e : evidence) {
      var known = index.get(e.key());
      if (known == null) {
        index.put(e.key(), Assessment.fresh(e));
      } else {
        var merged = known.evidence().merge(e);
        var again = !Objects.equals(merged.reported(), known.evidence().reported());
        if (again && examining.contains(e.key())) {
          stale.add(e.key());
        }
        index.put(
            e.key(),
            again
                ? Assessment.fresh(merged)
                : new Assessment(
                    merged,
                    known.examined(),
                    known.reasons(),
                    known.verdict(),
                    known.offered(),
                    known.withheld()));
      }
    }
    return new EvidenceBoard(
        List.copyOf(index.values()), examining, List.copyOf(stale), replan, full);
  }

  /** The next pieces to look at, breadth first, no more than that many. */
  List<Evidence> toExamine(int atMost) {
    var busy = new HashSet<>(examining);
    return pieces.stream()
        .filter(a -> !a.examined() && !busy.contains(a.key()))
        .map(Assessment::evidence)
        .limit(atMost)
        .toList();
  }

  EvidenceBoard handedOut(List<Evidence> batch) {
    return new EvidenceBoard(
        pieces,
        Stream.concat(examining.stream(), batch.stream().map(Evidence::key)).toList(),
        outdated,
        replan,
        full);
  }

  /** What looking brought: findings become verdicts, pivots become evidence, verdicts spread. */
  EvidenceBoard examined(List<Examination> examinations, Policy.Limits limits) {
    var index = index();
    var overflow = full;
    for (var x : examinations) {
      var known = index.get(x.key());
      if (known == null || outdated.contains(x.key())) {
        continue;
      }
      // A look-up may add to a thing; it may not make another thing of it. Such an answer is none.
      var answer =
          x.entity().key().equals(x.key())
              ? x
              : UnexaminedBatch.of(List.of(known.evidence())).getFirst();
      index.put(
          x.key(),
          new Assessment(
              known.evidence().withEntity(answer.entity()),
              true,
              answer.findings(),
              VerdictRules.conclude(answer.findings()),
              answer.offered(),
              answer.withheld()));
      for (var related : answer.related()) {
        if (related.depth() > limits.maxDepth() || index.containsKey(related.key())) {
          continue;
        }
        if (index.size() >= limits.maxEntities()) {
          overflow = true;
        } else {
          index.put(related.key(), Assessment.fresh(related));
        }
      }
    }
    var seen = new HashSet<EntityKey>();
    examinations.forEach(x -> seen.add(x.key()));
    return new EvidenceBoard(
        Propagation.apply(List.copyOf(index.values())),
        examining.stream().filter(k -> !seen.contains(k)).toList(),
        outdated.stream().filter(k -> !seen.contains(k)).toList(),
        true,
        overflow);
  }

  EvidenceBoard limited(Policy.Limits limits) {
    return pieces.size() <= limits.maxEntities()
        ? this
        : new EvidenceBoard(pieces, examining, outdated, replan, true);
  }

  EvidenceBoard planned() {
    return new EvidenceBoard(pieces, examining, outdated, false, full);
  }

  /** The pieces that are new or differ from what they were. */
  List<Assessment> changedSince(EvidenceBoard before) {
    var then = before.index();
    return pieces.stream().filter(a -> !a.equals(then.get(a.key()))).toList();
  }
}
