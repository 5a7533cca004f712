package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.UnexaminedBatch;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.persistent.Keys;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    examining = Keys.of(examining);
    pieces = IndexedPieces.of(pieces, examining);
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

  private IndexedPieces index() {
    return IndexedPieces.of(pieces, examining);
  }

  private Keys<EntityKey> looking() {
    return Keys.of(examining);
  }

  /** How many pieces there would be with these. */
  public int sizeWith(List<Evidence> more) {
    var known = index();
    return pieces.size()
        + (int)
            asHere(more, known).stream()
                .map(Evidence::key)
                .distinct()
                .filter(k -> !known.has(k))
                .count();
  }

  Optional<Assessment> find(EntityKey key) {
    return index().find(key);
  }

  /** Those of these that the case has, in its order. */
  public List<EntityKey> ordered(SequencedCollection<EntityKey> keys) {
    var known = index();
    return keys.stream()
        .flatMap(k -> known.positionOf(k).stream())
        .sorted()
        .map(known::keyAt)
        .toList();
  }

  /** The worst verdict of all; empty where there is no evidence. */
  public Optional<Verdict> worst() {
    return index().worst();
  }

  /** The devices of the case, in its order. */
  public Stream<Device> devices() {
    return index().devices();
  }

  /** What that alert names. */
  public List<Entity> namedBy(String alertId) {
    return index().index().alerts().of(alertId).stream()
        .map(p -> pieces.get(p).evidence().entity())
        .toList();
  }

  /** What its devices are called, each name once. */
  public List<String> deviceNames(int most) {
    return index().index().deviceNames().first(most);
  }

  /** The hashes of the keys of the mailboxes that it is about, each once. */
  public List<String> mailboxes(int most) {
    return index().index().mailboxes().first(most);
  }

  /** What approvers are told of it. */
  public CaseKnowledge knowledge() {
    var known = index();
    return CaseKnowledge.of(
        known::find,
        device -> known.index().accounts().of(device).stream().map(pieces::get).toList());
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
    var known = index();
    var now = known;
    var stale = new LinkedHashSet<>(outdated);
    var anew = new LinkedHashSet<EntityKey>();
    var more = false;
    for (var e : asHere(evidence, known)) {
      var key = e.key();
      var before = now.find(key);
      if (before.isEmpty()) {
        now = now.with(key, Assessment.fresh(e));
        continue;
      }
      var piece = before.get();
      var merged = restated ? piece.evidence().restated(e) : piece.evidence().merge(e);
      var again =
          restated
              || !Objects.equals(merged.reported(), piece.evidence().reported())
              || piece.evidence().isWidenedBy(e);
      more |= !merged.entity().equals(piece.evidence().entity());
      if (again) {
        anew.add(key);
      }
      if (again && looking().has(key)) {
        stale.add(key);
      }
      now =
          now.with(
              key,
              again
                  ? Assessment.fresh(merged)
                  : new Assessment(
                      merged,
                      piece.examined(),
                      piece.reasons(),
                      piece.verdict(),
                      piece.offered(),
                      piece.withheld(),
                      piece.confirmed(),
                      piece.doers(),
                      piece.names()));
    }
    var released = ExpansionRules.released(expansions, now.index().devices());
    for (var e : released.joining()) {
      now = join(now, e);
    }
    // What is being looked at is not handed out a second time.
    return with(now.handedOut(anew.stream().filter(looking()::has).toList()))
        .withAwaited(awaited.stream().filter(w -> !anew.contains(w.key())).toList())
        .withLooking(looking(), List.copyOf(stale))
        .withExpansions(released.expansions())
        // A device that joins may be all that an expansion waited for; and what is known to be more
        // than it was is asked about anew.
        .withFlags(replan || more || !released.joining().isEmpty(), full);
  }

  /** What waited is found there on a better word than whoever named it meanwhile has. */
  private static IndexedPieces join(IndexedPieces pieces, Evidence e) {
    var key = e.key();
    var known = pieces.find(key);
    if (known.isEmpty()) {
      return pieces.with(key, Assessment.fresh(e));
    }
    return known.get().evidence().isWidenedBy(e)
        ? pieces.with(key, Assessment.fresh(known.get().evidence().merge(e)))
        : pieces;
  }

  private static List<Evidence> asHere(List<Evidence> evidence, IndexedPieces pieces) {
    var names = pieces.index().names();
    return evidence.stream().map(e -> names.asHere(e, pieces)).toList();
  }

  /** The next pieces to look at, breadth first, no more than that many. */
  public List<Evidence> toExamine(int atMost) {
    var waiting = new HashSet<EntityKey>();
    awaited.stream()
        .filter(w -> w.phase() != AwaitedLook.Phase.DUE)
        .map(AwaitedLook::key)
        .forEach(waiting::add);
    var known = index();
    return known
        .toExamine()
        .filter(p -> !waiting.contains(known.keyAt(p)))
        .limit(atMost)
        .map(p -> KeptContent.restored(pieces.get(p).evidence(), contents))
        .toList();
  }

  /** Which of these are looked at closely. */
  public Optional<Playbook> playbook(
      List<Evidence> batch, Policy.Limits limits, Instant startedAt) {
    return PlaybookRules.of(batch, index().index().closely(), limits, startedAt);
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
    if (examining.size() > awaited.size()) {
      return true;
    }
    var again = awaited.stream().map(AwaitedLook::key).collect(Collectors.toSet());
    return !again.containsAll(examining);
  }

  public EvidenceBoard handedOut(List<Evidence> batch) {
    var keys = batch.stream().map(Evidence::key).toList();
    return with(index().handedOut(keys)).withLooking(looking().with(keys), outdated);
  }

  /**
   * What looking brought: findings become verdicts, pivots become evidence, verdicts propagate.
   *
   * @param matches what the organisation's own list says of these pieces
   */
  public EvidenceBoard examined(
      List<Examination> examinations, List<IndicatorMatch> matches, Policy policy, Instant now) {
    var known = index();
    var waiting = new LinkedHashMap<EntityKey, AwaitedLook>();
    awaited.forEach(w -> waiting.put(w.key(), w));
    var pivots = new ArrayList<ExpansionRules.Pivot>();
    var kept = contents;
    for (var x : examinations) {
      var asked = known.find(x.key());
      if (asked.isEmpty() || outdated.contains(x.key())) {
        continue;
      }
      var piece = asked.get().evidence();
      // A look-up may add to a thing; it may not make another thing of it. Such an answer is none.
      var answer = x.entity().key().equals(x.key()) ? x : UnexaminedBatch.of(piece);
      // Whoever looks has nobody's word but what it saw.
      var seenThere =
          answer.findings().stream().map(f -> f.from(Finding.Origin.LOOKED_AT)).toList();
      kept = KeptContent.adding(kept, piece.entity(), answer.entity());
      var away = answer.away();
      var before = waiting.remove(x.key());
      if (away != null) {
        var giveUpAfter = policy.limits().giveUpAfter();
        waiting.put(x.key(), AwaitedLook.after(before, x.key(), away, giveUpAfter, now));
      }
      known =
          known.with(
              x.key(),
              new Assessment(
                  piece.withEntity(answer.entity()),
                  away == null,
                  seenThere,
                  VerdictRules.conclude(seenThere),
                  answer.offered(),
                  answer.withheld(),
                  answer.confirmed(),
                  answer.doers(),
                  answer.names()));
      // Whatever the answer says of it: what a piece leads to rests on those who named the piece.
      answer.related().stream()
          .filter(r -> r.depth() <= policy.limits().maxDepth())
          .map(r -> r.saidBy(piece.remit()))
          .forEach(r -> pivots.add(new ExpansionRules.Pivot(answer.entity(), r)));
    }
    var seen = examinations.stream().map(Examination::key).distinct().toList();
    // Only now: what this very look confirmed has the names by which the same look met it
    // elsewhere.
    var met = known;
    var names = met.index().names();
    pivots.replaceAll(p -> new ExpansionRules.Pivot(p.from(), names.asHere(p.to(), met)));
    var reaches = expansions.stream().map(s -> s.keeping(asHere(s.held(), met))).toList();
    var fresh =
        pivots.stream().filter(p -> !met.has(p.to().key()) || isWidenedBy(met, p.to())).toList();
    var followed = ExpansionRules.of(reaches, met.index().devices(), fresh, policy.limits());
    var widened = followed.joining().stream().filter(e -> isWidenedBy(met, e)).toList();
    var added = Added.to(met, followed.joining(), policy.limits());
    var gone = new HashSet<>(seen);
    var left = looking().without(seen);
    var after =
        with(added.pieces().handedIn(seen))
            .withAwaited(List.copyOf(waiting.sequencedValues()))
            .withLooking(left, outdated.stream().filter(k -> !gone.contains(k)).toList())
            .withExpansions(followed.expansions())
            .withFlags(replan, full || added.overflow())
            .withContents(kept)
            .consulted(gone, matches)
            .named(widened)
            .judged(
                Stream.concat(seen.stream(), matches.stream().map(IndicatorMatch::entityKey))
                    .toList(),
                policy);
    // Who looked again and learnt nothing has nothing to plan.
    return after.withFlags(after.replan || after.saysMoreThan(this), after.full);
  }

  private static boolean isWidenedBy(IndexedPieces pieces, Evidence e) {
    return pieces.find(e.key()).filter(known -> known.evidence().isWidenedBy(e)).isPresent();
  }

  private boolean saysMoreThan(EvidenceBoard before) {
    return !changedSince(before).isEmpty()
        || !expansions.equals(before.expansions)
        || !indicators.equals(before.indicators);
  }

  /**
   * What came of letting things in.
   *
   * @param overflow whether there was more than the limit lets in
   */
  private record Added(IndexedPieces pieces, boolean overflow) {
    static Added to(IndexedPieces pieces, List<Evidence> found, Policy.Limits limits) {
      var now = pieces;
      var overflow = false;
      for (var e : found) {
        var key = e.key();
        if (now.has(key)) {
          continue;
        }
        if (now.size() >= limits.maxEntities()) {
          overflow = true;
        } else {
          now = now.with(key, Assessment.fresh(e));
        }
      }
      return new Added(now, overflow);
    }
  }

  /** A person wants that thing followed: what waited joins. */
  EvidenceBoard expanded(EntityKey thing, Policy policy) {
    var now = index();
    var overflow = false;
    for (var s : expansions) {
      if (s.thing().equals(thing)) {
        for (var e : s.held()) {
          now = isWidenedBy(now, e) ? join(now, e) : now;
        }
        var added = Added.to(now, s.held(), policy.limits());
        now = added.pieces();
        overflow |= added.overflow();
      }
    }
    var settled = change(thing, ExpansionReach::approved);
    var released = ExpansionRules.released(settled, now.index().devices());
    var added = Added.to(now, released.joining(), policy.limits());
    return with(added.pieces().handedOut(examining))
        .withExpansions(released.expansions())
        .withFlags(true, full || overflow || added.overflow())
        .skipping(policy);
  }

  /** Nobody wants it followed there. */
  EvidenceBoard declined(EntityKey thing) {
    return withExpansions(change(thing, ExpansionReach::dropped));
  }

  private List<ExpansionReach> change(EntityKey thing, UnaryOperator<ExpansionReach> change) {
    return expansions.stream().map(s -> s.thing().equals(thing) ? change.apply(s) : s).toList();
  }

  private EvidenceBoard consulted(Set<EntityKey> about, List<IndicatorMatch> matches) {
    return indicators.isEmpty() && matches.isEmpty()
        ? this
        : new EvidenceBoard(
            pieces,
            examining,
            outdated,
            replan,
            full,
            expansions,
            Stream.concat(
                    indicators.stream().filter(m -> !about.contains(m.entityKey())),
                    matches.stream())
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
        .judged(said.stream().map(AnalystWord::entityKey).toList(), policy);
  }

  /** The verdicts as the organisation's own word, other evidence and exclusions have them now. */
  private EvidenceBoard judged(SequencedCollection<EntityKey> told, Policy policy) {
    var own = new OrganisationVerdicts(indicators, words, new DeviceGroups(policy));
    return with(CaseVerdicts.of(index(), own, told, policy)).withoutLeftAlone();
  }

  /** As that policy has it: within its limits, without what it excludes. */
  public EvidenceBoard under(Policy policy) {
    return withFlags(replan, full || pieces.size() > policy.limits().maxEntities())
        .skipping(policy);
  }

  private EvidenceBoard skipping(Policy policy) {
    if (policy.exclusions().isEmpty()) {
      return this;
    }
    var excluded = Excluded.under(policy);
    var now = index();
    for (int i : CaseVerdicts.changedSince(now, policy)) {
      now = now.with(i, excluded.apply(now.get(i)));
    }
    return with(now).withoutLeftAlone();
  }

  /** Nobody looks again at what the policy wants left alone. */
  private EvidenceBoard withoutLeftAlone() {
    return withAwaited(
        awaited.stream()
            .filter(w -> find(w.key()).filter(Assessment::leftAlone).isEmpty())
            .toList());
  }

  public EvidenceBoard planned() {
    return withFlags(false, full);
  }

  /** The pieces that are new or differ from what they were. */
  public List<Assessment> changedSince(EvidenceBoard before) {
    var then = before.index();
    return index().row().changedSince(then.row()).stream()
        .filter(i -> i >= then.size() || !pieces.get(i).equals(then.get(i)))
        .map(pieces::get)
        .toList();
  }

  private EvidenceBoard with(IndexedPieces changed) {
    return changed == pieces
        ? this
        : new EvidenceBoard(
            changed,
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

  private EvidenceBoard withLooking(Keys<EntityKey> looking, List<EntityKey> stale) {
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

  /** Something beside the evidence changed that a plan goes by. */
  public EvidenceBoard toPlanAnew() {
    return withFlags(true, full);
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
