package dev.quaestor.evidence;

import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.persistent.Row;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Propagation} makes of a case, kept up with each change: only what a changed piece can
 * speak to is derived again. {@link Propagation#apply} is what it must agree with, at every step.
 */
public final class PropagatedVerdicts {
  private static final PropagatedVerdicts NONE =
      new PropagatedVerdicts(Row.empty(), Row.empty(), Links.none(), Reach.none(), List.of());

  private final Row<Assessment> pieces;

  /**
   * The pieces as {@link #links} and {@link #reach} know them. What is derived last is not spoken
   * of before the next change, as in the whole computation.
   */
  private final Row<Assessment> known;

  private final Links links;
  private final Reach reach;

  /** Clusters that grew from one which has been derived since they were. */
  private final List<Integer> overtaken;

  private PropagatedVerdicts(
      Row<Assessment> pieces,
      Row<Assessment> known,
      Links links,
      Reach reach,
      List<Integer> overtaken) {
    this.pieces = pieces;
    this.known = known;
    this.links = links;
    this.reach = reach;
    this.overtaken = overtaken;
  }

  /** Of a whole case. */
  public static PropagatedVerdicts of(List<Assessment> evidence) {
    var all = new TreeMap<Integer, Assessment>();
    for (var a : evidence) {
      all.put(all.size(), a);
    }
    return NONE.changed(all);
  }

  /** The evidence in its order, with derived findings and verdicts brought up to date. */
  public Row<Assessment> pieces() {
    return pieces;
  }

  /**
   * The same after these have changed or come.
   *
   * @param changes by position, without gaps after the last one known
   */
  public PropagatedVerdicts changed(SequencedMap<Integer, Assessment> changes) {
    return new Change(this).of(changes);
  }

  /** One change while it is worked out. */
  private static final class Change {
    private final Row<Assessment> before;
    private final Links linksBefore;
    private Row<Assessment> pieces;
    private Row<Assessment> known;
    private Links links;
    private Reach reach;
    private final SortedSet<Integer> changed = new TreeSet<>();
    private final SortedSet<Integer> overtaken = new TreeSet<>();
    private final List<Integer> overtakenBefore;

    Change(PropagatedVerdicts state) {
      before = state.known;
      linksBefore = state.links;
      pieces = state.pieces;
      known = state.known;
      links = state.links;
      reach = state.reach;
      overtakenBefore = state.overtaken;
      changed.addAll(pieces.changedSince(known));
    }

    PropagatedVerdicts of(SequencedMap<Integer, Assessment> changes) {
      changes.forEach(
          (position, piece) -> {
            pieces = position < pieces.size() ? pieces.with(position, piece) : pieces.plus(piece);
            changed.add(position);
          });
      changed.forEach(this::relink);
      deriveMessages();
      deriveClusters();
      deriveAssets();
      return new PropagatedVerdicts(pieces, known, links, reach, List.copyOf(overtaken));
    }

    private @Nullable Assessment before(int position) {
      return position < before.size() ? before.get(position) : null;
    }

    /** Verdicts of what is derived later matter to no link. */
    private void relink(int position) {
      var then = before(position);
      var now = pieces.get(position);
      if (then != null && then.evidence() == now.evidence() && then.verdict() == now.verdict()) {
        return;
      }
      links = (then == null ? links : links.without(position, then)).with(position, now);
    }

    private void deriveMessages() {
      var concerned = new TreeSet<>(changed);
      addJudged(changed, concerned);
      concerned.forEach(
          position -> {
            switch (pieces.get(position).evidence().entity()) {
              case ProcessArtifact p ->
                  derive(
                      position,
                      Propagation.fromImage(
                          p.image() == null ? null : at(links.of(p.image().key()))));
              case RegistryEntry r -> derive(position, Propagation.startedBy(program(r)));
              case ScheduledTask t -> derive(position, Propagation.startedBy(program(t)));
              case SystemService s -> derive(position, Propagation.startedBy(program(s)));
              case MailMessage m ->
                  derive(
                      position,
                      Propagation.fromContent(
                          m,
                          link -> at(links.of(new Url(link).key())),
                          hash -> at(links.fileOf(hash.toLowerCase(Locale.ROOT)))));
              default -> {}
            }
          });
    }

    private @Nullable Assessment program(OnDevice item) {
      return Propagation.place(item).map(there -> at(links.fileAt(there))).orElse(null);
    }

    private void addJudged(SortedSet<Integer> by, SortedSet<Integer> to) {
      for (int position : by) {
        links.addJudgedBy(pieces.get(position), to);
        var then = before(position);
        if (then != null) {
          links.addJudgedBy(then, to);
        }
      }
    }

    /** One after the other: what a cluster grew from may be another one. */
    private void deriveClusters() {
      var concerned = new TreeSet<>(changed);
      concerned.addAll(overtakenBefore);
      addJudged(changed, concerned);
      while (!concerned.isEmpty()) {
        int position = concerned.removeFirst();
        if (pieces.get(position).evidence().entity() instanceof MailCluster cluster
            && derive(position, Propagation.fromRoot(at(links.of(cluster.rootMessage()))))) {
          var grown = new TreeSet<Integer>();
          links.addJudgedBy(pieces.get(position), grown);
          concerned.addAll(grown.tailSet(position, false));
          overtaken.addAll(grown.headSet(position, true));
        }
      }
    }

    private void deriveAssets() {
      known = pieces;
      var reachBefore = reach;
      var moved = new TreeSet<Reach.Group>();
      var restated = new TreeSet<Reach.Group>();
      for (int position : spokenOfAnew()) {
        var then = before(position);
        var now = known.get(position);
        var against =
            then == null ? List.<Reach.Group>of() : Reach.groups(then, linksBefore.byKey());
        var anew = Reach.groups(now, links.byKey());
        var both = new TreeSet<>(against);
        both.retainAll(new TreeSet<>(anew));
        var left = against.stream().filter(g -> !both.contains(g)).toList();
        var come = anew.stream().filter(g -> !both.contains(g)).toList();
        reach = reach.changed(position, then, now, left, come);
        moved.addAll(left);
        moved.addAll(come);
        restated.addAll(both);
      }
      var concerned = new TreeSet<>(changed);
      for (var group : moved) {
        if (group.isOpen() || beginsOtherwise(group, reachBefore)) {
          reach.addAssets(group, links.byKey(), concerned);
        }
      }
      for (var group : restated) {
        if (beginsOtherwise(group, reachBefore)) {
          reach.addAssets(group, links.byKey(), concerned);
        }
      }
      for (int position : concerned) {
        var evidence = pieces.get(position).evidence();
        if (Subjects.isAsset(evidence.entity())) {
          derive(position, reach.on(evidence, known));
        }
      }
    }

    /** What changed, and what is on or in something that has joined the case. */
    private SortedSet<Integer> spokenOfAnew() {
      var anew = new TreeSet<>(changed);
      for (int position : changed) {
        if (position >= before.size()) {
          anew.addAll(reach.placed().of(pieces.get(position).key()));
        }
      }
      return anew;
    }

    /** Whether another piece is the first of these, or the first is not what it was. */
    private boolean beginsOtherwise(Reach.Group group, Reach then) {
      var now = reach.groups().first(group);
      var was = then.groups().first(group);
      return now.isEmpty() || was.isEmpty()
          ? now.isPresent() || was.isPresent()
          : known.get(now.getAsInt()) != before.get(was.getAsInt());
    }

    private @Nullable Assessment at(OptionalInt position) {
      return position.isEmpty() ? null : pieces.get(position.getAsInt());
    }

    /** Whether it stands otherwise now. */
    private boolean derive(int position, List<Finding> derived) {
      var now = Propagation.derived(pieces.get(position), derived);
      if (now == pieces.get(position)) {
        return false;
      }
      pieces = pieces.with(position, now);
      changed.add(position);
      return true;
    }
  }
}
