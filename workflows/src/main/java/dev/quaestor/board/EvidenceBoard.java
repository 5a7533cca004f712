package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.Propagation;
import dev.quaestor.evidence.UnexaminedBatch;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a case, in the order it was found, each piece once.
 *
 * @param examining what is being looked at right now
 * @param outdated of that, what an alert has meanwhile said something new of: it is looked at again
 * @param replan whether something was learnt that the plan does not know
 * @param full whether the case outgrew its limits; what was found stays
 * @param expansions how far single things have led beyond the case's devices, and what of it waits
 * @param indicators what the organisation's own list says of the evidence
 * @param words what analysts say of it, the latest of each piece
 * @param contents what examined mails were judged by, for when they are looked at again
 * @param awaited what is looked at again because its back end was away, and what was given up
 */
public record EvidenceBoard(
    List<Assessment> pieces,
    List<EntityKey> examining,
    List<EntityKey> outdated,
    boolean replan,
    boolean full,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExpansionReach> expansions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<IndicatorMatch> indicators,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AnalystWord> words,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeptContent> contents,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AwaitedLook> awaited) {

  public EvidenceBoard {
    pieces = List.copyOf(pieces);
    examining = List.copyOf(examining);
    outdated = List.copyOf(outdated);
    // What is empty is not written.
    expansions = expansions == null ? List.of() : List.copyOf(expansions);
    indicators = indicators == null ? List.of() : List.copyOf(indicators);
    words = words == null ? List.of() : List.copyOf(words);
    contents = contents == null ? List.of() : List.copyOf(contents);
    awaited = awaited == null ? List.of() : List.copyOf(awaited);
  }

  public static EvidenceBoard empty() {
    return new EvidenceBoard(
        List.of(), List.of(), List.of(), false, false, List.of(), List.of(), List.of(), List.of(),
        List.of());
  }

  private SequencedMap<EntityKey, Assessment> index() {
    var index = new LinkedHashMap<EntityKey, Assessment>();
    pieces.forEach(a -> index.put(a.key(), a));
    return index;
  }

  /** How many pieces there would be with these. */
  public int sizeWith(List<Evidence> more) {
    var known = index();
    return pieces.size()
        + (int)
            asHere(more).stream()
                .map(Evidence::key)
                .distinct()
                .filter(k -> !known.containsKey(k))
                .count();
  }

  Optional<Assessment> find(EntityKey key) {
    return pieces.stream().filter(a -> a.key().equals(key)).findFirst();
  }

  /**
   * What an alert names. What is known already is looked at again when the alert says something new
   * of it.
   */
  public EvidenceBoard named(List<Evidence> evidence) {
    return named(evidence, false);
  }

  /** What a later version of an alert names: all of it is looked at again. */
  public EvidenceBoard named(List<Evidence> evidence, boolean restated) {
    var index = index();
    var stale = new LinkedHashSet<>(outdated);
    var anew = new HashSet<EntityKey>();
    var more = false;
    for (var e : asHere(evidence)) {
      var known = index.get(e.key());
      if (known == null) {
        index.put(e.key(), Assessment.fresh(e));
      } else {
        var merged = restated ? known.evidence().restated(e) : known.evidence().merge(e);
        var again =
            restated
                || !Objects.equals(merged.reported(), known.evidence().reported())
                || known.evidence().isWidenedBy(e);
        more |= !merged.entity().equals(known.evidence().entity());
        if (again) {
          anew.add(e.key());
        }
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
                    known.withheld(),
                    known.confirmed()));
      }
    }
    var released = ExpansionRules.released(expansions, index.sequencedValues());
    released.joining().forEach(e -> join(index, e));
    return withPieces(index.values())
        .withAwaited(awaited.stream().filter(w -> !anew.contains(w.key())).toList())
        .withLooking(examining, List.copyOf(stale))
        .withExpansions(released.expansions())
        // A device that joins may be all that an expansion waited for; and what is known to be more
        // than it was is asked about anew.
        .withFlags(replan || more || !released.joining().isEmpty(), full);
  }

  /** What waited is found there on a better word than whoever named it meanwhile has. */
  private static void join(SequencedMap<EntityKey, Assessment> index, Evidence e) {
    var known = index.get(e.key());
    if (known == null) {
      index.put(e.key(), Assessment.fresh(e));
    } else if (known.evidence().isWidenedBy(e)) {
      index.put(e.key(), Assessment.fresh(known.evidence().merge(e)));
    }
  }

  private List<Evidence> asHere(List<Evidence> evidence) {
    var names = KnownNames.of(pieces);
    return evidence.stream().map(names::asHere).toList();
  }

  /** The next pieces to look at, breadth first, no more than that many. */
  public List<Evidence> toExamine(int atMost) {
    var busy = new HashSet<>(examining);
    awaited.stream()
        .filter(w -> w.phase() != AwaitedLook.Phase.DUE)
        .map(AwaitedLook::key)
        .forEach(busy::add);
    return pieces.stream()
        .filter(a -> !a.examined() && !busy.contains(a.key()))
        .map(Assessment::evidence)
        .limit(atMost)
        .map(e -> KeptContent.restored(e, contents))
        .toList();
  }

  /** Which of these are looked at closely. */
  public Optional<Playbook> playbook(
      List<Evidence> batch, Policy.Limits limits, Instant startedAt) {
    return PlaybookRules.of(batch, pieces, limits, startedAt);
  }

  /** What is to be looked at again by then. */
  public EvidenceBoard due(Instant now) {
    return withAwaited(awaited.stream().map(w -> w.at(now)).toList());
  }

  /** Nobody looks again. */
  public EvidenceBoard givenUp() {
    return withAwaited(awaited.stream().map(AwaitedLook::givenUp).toList());
  }

  /** What is looked at again at some time, the next first. */
  public List<AwaitedLook> toLookAgain() {
    return awaited.stream()
        .filter(AwaitedLook::waits)
        .sorted(Comparator.comparing(AwaitedLook::next))
        .toList();
  }

  /** Whether something is looked at for the first time, or because of something new. */
  public boolean looksAtNews() {
    var again = awaited.stream().map(AwaitedLook::key).collect(Collectors.toSet());
    return !again.containsAll(examining);
  }

  public EvidenceBoard handedOut(List<Evidence> batch) {
    return withLooking(
        Stream.concat(examining.stream(), batch.stream().map(Evidence::key)).toList(), outdated);
  }

  /**
   * What looking brought: findings become verdicts, pivots become evidence, verdicts propagate.
   *
   * @param matches what the organisation's own list says of these pieces
   */
  public EvidenceBoard examined(
      List<Examination> examinations, List<IndicatorMatch> matches, Policy policy, Instant now) {
    var index = index();
    var waiting = new LinkedHashMap<EntityKey, AwaitedLook>();
    awaited.forEach(w -> waiting.put(w.key(), w));
    var pivots = new ArrayList<ExpansionRules.Pivot>();
    var kept = contents;
    for (var x : examinations) {
      var known = index.get(x.key());
      if (known == null || outdated.contains(x.key())) {
        continue;
      }
      // A look-up may add to a thing; it may not make another thing of it. Such an answer is none.
      var answer = x.entity().key().equals(x.key()) ? x : UnexaminedBatch.of(known.evidence());
      // Whoever looks has nobody's word but what it saw.
      var seenThere =
          answer.findings().stream().map(f -> f.from(Finding.Origin.LOOKED_AT)).toList();
      kept = KeptContent.adding(kept, known.evidence().entity(), answer.entity());
      var away = answer.away();
      var before = waiting.remove(x.key());
      if (away != null) {
        var giveUpAfter = policy.limits().giveUpAfter();
        waiting.put(x.key(), AwaitedLook.after(before, x.key(), away, giveUpAfter, now));
      }
      index.put(
          x.key(),
          new Assessment(
              known.evidence().withEntity(answer.entity()),
              away == null,
              seenThere,
              VerdictRules.conclude(seenThere),
              answer.offered(),
              answer.withheld(),
              answer.confirmed()));
      // Whatever the answer says of it: what a piece leads to rests on those who named the piece.
      answer.related().stream()
          .filter(r -> r.depth() <= policy.limits().maxDepth())
          .map(r -> r.saidBy(known.evidence().remit()))
          .forEach(r -> pivots.add(new ExpansionRules.Pivot(answer.entity(), r)));
    }
    var seen = new HashSet<EntityKey>();
    examinations.forEach(x -> seen.add(x.key()));
    // Only now: what this very look confirmed has the names by which the same look met it
    // elsewhere.
    var names = KnownNames.of(index.sequencedValues());
    pivots.replaceAll(p -> new ExpansionRules.Pivot(p.from(), names.asHere(p.to())));
    var reaches =
        expansions.stream()
            .map(s -> s.keeping(s.held().stream().map(names::asHere).toList()))
            .toList();
    var fresh =
        pivots.stream()
            .filter(p -> !index.containsKey(p.to().key()) || isWidenedBy(index, p.to()))
            .toList();
    var followed = ExpansionRules.of(reaches, index.sequencedValues(), fresh, policy.limits());
    var widened = followed.joining().stream().filter(e -> isWidenedBy(index, e)).toList();
    var overflow = add(index, followed.joining(), policy.limits());
    var after =
        withPieces(index.values())
            .withAwaited(List.copyOf(waiting.values()))
            .withLooking(
                examining.stream().filter(k -> !seen.contains(k)).toList(),
                outdated.stream().filter(k -> !seen.contains(k)).toList())
            .withExpansions(followed.expansions())
            .withFlags(replan, full || overflow)
            .withContents(kept)
            .consulted(seen, matches)
            .named(widened)
            .judged(policy);
    // Who looked again and learnt nothing has nothing to plan.
    return after.withFlags(after.replan || after.saysMoreThan(this), after.full);
  }

  private static boolean isWidenedBy(Map<EntityKey, Assessment> index, Evidence e) {
    var known = index.get(e.key());
    return known != null && known.evidence().isWidenedBy(e);
  }

  private boolean saysMoreThan(EvidenceBoard before) {
    return !pieces.equals(before.pieces)
        || !expansions.equals(before.expansions)
        || !indicators.equals(before.indicators);
  }

  /** Returns whether there was more than the limit lets in. */
  private static boolean add(
      Map<EntityKey, Assessment> index, List<Evidence> found, Policy.Limits limits) {
    var overflow = false;
    for (var e : found) {
      if (index.containsKey(e.key())) {
        continue;
      }
      if (index.size() >= limits.maxEntities()) {
        overflow = true;
      } else {
        index.put(e.key(), Assessment.fresh(e));
      }
    }
    return overflow;
  }

  /** A person wants that thing followed: what waited joins. */
  EvidenceBoard expanded(EntityKey thing, Policy policy) {
    var index = index();
    var overflow = false;
    for (var s : expansions) {
      if (s.thing().equals(thing)) {
        s.held().stream().filter(e -> isWidenedBy(index, e)).forEach(e -> join(index, e));
        overflow |= add(index, s.held(), policy.limits());
      }
    }
    var settled = change(thing, ExpansionReach::approved);
    var released = ExpansionRules.released(settled, index.sequencedValues());
    overflow |= add(index, released.joining(), policy.limits());
    return withPieces(index.values())
        .withExpansions(released.expansions())
        .withFlags(true, full || overflow)
        .skipping(policy);
  }

  /** Nobody wants it followed there. */
  EvidenceBoard declined(EntityKey thing) {
    return withExpansions(change(thing, ExpansionReach::dropped));
  }

  private List<ExpansionReach> change(EntityKey thing, UnaryOperator<ExpansionReach> change) {
    return expansions.stream().map(s -> s.thing().equals(thing) ? change.apply(s) : s).toList();
  }

  private EvidenceBoard consulted(Collection<EntityKey> about, List<IndicatorMatch> matches) {
    return new EvidenceBoard(
        pieces,
        examining,
        outdated,
        replan,
        full,
        expansions,
        Stream.concat(
                indicators.stream().filter(m -> !about.contains(m.entityKey())), matches.stream())
            .toList(),
        words,
        contents,
        awaited);
  }

  /** A person's word on these, in place of what was said of them before. */
  public EvidenceBoard classified(List<AnalystWord> said, Policy policy) {
    var all =
        Stream.concat(
                words.stream().filter(w -> said.stream().noneMatch(s -> s.replaces(w))),
                said.stream())
            .toList();
    return new EvidenceBoard(
            pieces, examining, outdated, true, full, expansions, indicators, all, contents, awaited)
        .judged(policy);
  }

  /** The verdicts as the organisation's own word, other evidence and exclusions have them now. */
  private EvidenceBoard judged(Policy policy) {
    var own = new OrganisationVerdicts(indicators, words);
    var heard = own.apply(skipping(policy).pieces, new DeviceGroups(policy));
    return withPieces(Propagation.apply(heard)).skipping(policy);
  }

  /** As that policy has it: within its limits, without what it excludes. */
  public EvidenceBoard under(Policy policy) {
    return withFlags(replan, full || pieces.size() > policy.limits().maxEntities())
        .skipping(policy);
  }

  private EvidenceBoard skipping(Policy policy) {
    var left = Excluded.apply(pieces, policy);
    var skipped = left.stream().filter(Assessment::leftAlone).map(Assessment::key).toList();
    return withPieces(left)
        .withAwaited(awaited.stream().filter(w -> !skipped.contains(w.key())).toList());
  }

  public EvidenceBoard planned() {
    return withFlags(false, full);
  }

  /**
   * The pieces that are new or differ from what they were. It is asked at every fold, and a key may
   * take long to make: what stands where it stood, as nearly all does, is compared there.
   */
  public List<Assessment> changedSince(EvidenceBoard before) {
    var changed = new ArrayList<Assessment>();
    for (int i = 0; i < pieces.size(); i++) {
      var now = pieces.get(i);
      @Nullable Assessment then = i < before.pieces.size() ? before.pieces.get(i) : null;
      if (now == then) {
        continue;
      }
      if (then != null && !then.key().equals(now.key())) {
        return changedByKey(before);
      }
      if (!now.equals(then)) {
        changed.add(now);
      }
    }
    return List.copyOf(changed);
  }

  private List<Assessment> changedByKey(EvidenceBoard before) {
    var then = before.index();
    return pieces.stream().filter(a -> !a.equals(then.get(a.key()))).toList();
  }

  private EvidenceBoard withPieces(Collection<Assessment> changed) {
    return new EvidenceBoard(
        List.copyOf(changed),
        examining,
        outdated,
        replan,
        full,
        expansions,
        indicators,
        words,
        contents,
        awaited);
  }

  private EvidenceBoard withLooking(List<EntityKey> looking, List<EntityKey> stale) {
    return new EvidenceBoard(
        pieces, looking, stale, replan, full, expansions, indicators, words, contents, awaited);
  }

  private EvidenceBoard withFlags(boolean toReplan, boolean isFull) {
    return new EvidenceBoard(
        pieces,
        examining,
        outdated,
        toReplan,
        isFull,
        expansions,
        indicators,
        words,
        contents,
        awaited);
  }

  private EvidenceBoard withExpansions(List<ExpansionReach> changed) {
    return new EvidenceBoard(
        pieces, examining, outdated, replan, full, changed, indicators, words, contents, awaited);
  }

  private EvidenceBoard withContents(List<KeptContent> kept) {
    return new EvidenceBoard(
        pieces, examining, outdated, replan, full, expansions, indicators, words, kept, awaited);
  }

  private EvidenceBoard withAwaited(List<AwaitedLook> looks) {
    return new EvidenceBoard(
        pieces, examining, outdated, replan, full, expansions, indicators, words, contents, looks);
  }
}
