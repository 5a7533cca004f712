package dev.quaestor.board;

import dev.quaestor.action.Area;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Which pivots join the case by themselves and which wait for a person, because the thing that led
 * there has reached too many devices (DOMAIN §1.4). Pure.
 *
 * @param joining in the order in which they were found
 */
record ExpansionRules(List<Evidence> joining, List<ExpansionReach> expansions) {

  /** That one thing led to another. */
  record Pivot(Entity from, Evidence to) {}

  static ExpansionRules of(
      List<ExpansionReach> before,
      SequencedCollection<Assessment> pieces,
      List<Pivot> pivots,
      Policy.Limits limits) {
    var known = Devices.of(pieces);
    var expansions = new LinkedHashMap<String, ExpansionReach>();
    before.forEach(s -> expansions.put(s.subject(), s));
    var beyond = new LinkedHashMap<String, List<Pivot>>();
    for (var p : pivots) {
      if (known.isBeyond(p.to())) {
        ExpansionReach.subjectOf(p.from())
            .ifPresent(s -> beyond.computeIfAbsent(s, x -> new ArrayList<>()).add(p));
      }
    }
    var waiting = new HashSet<Pivot>();
    beyond.forEach(
        (subject, found) -> {
          var reach =
              expansions.getOrDefault(
                  subject, ExpansionReach.of(subject, found.getFirst().from().key()));
          var wanted = found.stream().filter(p -> !isDeclined(reach, p)).toList();
          found.stream().filter(p -> isDeclined(reach, p)).forEach(waiting::add);
          var devices = devices(wanted);
          if (reach.reachWith(devices) >= limits.expansionDevices()) {
            waiting.addAll(wanted);
            expansions.put(
                subject,
                reach.holding(wanted.stream().map(Pivot::to).toList(), limits.maxEntities()));
          } else {
            expansions.put(subject, reach.joining(devices));
          }
        });
    var joining = pivots.stream().filter(p -> !waiting.contains(p)).map(Pivot::to).toList();
    return new ExpansionRules(joining, List.copyOf(expansions.values())).released(known);
  }

  /** What waits for a device that has come into the case another way waits no longer. */
  static ExpansionRules released(
      List<ExpansionReach> before, SequencedCollection<Assessment> pieces) {
    return new ExpansionRules(List.of(), before).released(Devices.of(pieces));
  }

  private ExpansionRules released(Devices ofCase) {
    var known = ofCase.with(joining);
    var all = new ArrayList<>(joining);
    var left = new ArrayList<ExpansionReach>();
    for (var s : expansions) {
      var still = s.held().stream().filter(e -> !known.has(e)).toList();
      s.held().stream().filter(e -> !still.contains(e)).forEach(all::add);
      left.add(s.keeping(still));
    }
    return new ExpansionRules(all, left);
  }

  private static boolean isDeclined(ExpansionReach reach, Pivot pivot) {
    return ExpansionReach.deviceOf(pivot.to().entity())
        .filter(reach.declined()::contains)
        .isPresent();
  }

  private static SequencedSet<EntityKey> devices(List<Pivot> pivots) {
    var devices = new LinkedHashSet<EntityKey>();
    pivots.forEach(p -> ExpansionReach.deviceOf(p.to().entity()).ifPresent(devices::add));
    return devices;
  }

  /**
   * The devices of a case. Whoever may not act on devices brings one into it for what rests on
   * their own word: what waits for a person on anybody's better word goes on waiting.
   *
   * @param vouched those that somebody named who may act there, or found on the word of one who may
   */
  private record Devices(Set<EntityKey> all, Set<EntityKey> vouched) {
    static Devices of(SequencedCollection<Assessment> pieces) {
      return new Devices(Set.of(), Set.of())
          .with(pieces.stream().map(Assessment::evidence).toList());
    }

    Devices with(List<Evidence> more) {
      var named = new HashSet<>(all);
      var trusted = new HashSet<>(vouched);
      for (var e : more) {
        ExpansionReach.deviceOf(e.entity())
            .ifPresent(
                device -> {
                  named.add(device);
                  if (mayAct(e)) {
                    trusted.add(device);
                  }
                });
      }
      return new Devices(named, trusted);
    }

    boolean has(Evidence e) {
      return ExpansionReach.deviceOf(e.entity())
          .filter((mayAct(e) ? vouched : all)::contains)
          .isPresent();
    }

    boolean isBeyond(Evidence e) {
      return ExpansionReach.deviceOf(e.entity()).isPresent() && !has(e);
    }

    private static boolean mayAct(Evidence e) {
      return e.remit().covers(Area.DEVICE);
    }
  }
}
