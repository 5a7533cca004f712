package dev.quaestor.board;

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
    var known = devicesOf(pieces);
    var expansions = new LinkedHashMap<String, ExpansionReach>();
    before.forEach(s -> expansions.put(s.subject(), s));
    var beyond = new LinkedHashMap<String, List<Pivot>>();
    for (var p : pivots) {
      var device = ExpansionReach.deviceOf(p.to().entity());
      if (device.isPresent() && !known.contains(device.get())) {
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
    return new ExpansionRules(List.of(), before).released(devicesOf(pieces));
  }

  private ExpansionRules released(Set<EntityKey> ofCase) {
    var known = new HashSet<>(ofCase);
    joining.forEach(e -> ExpansionReach.deviceOf(e.entity()).ifPresent(known::add));
    var all = new ArrayList<>(joining);
    var left = new ArrayList<ExpansionReach>();
    for (var s : expansions) {
      var still =
          s.held().stream()
              .filter(e -> ExpansionReach.deviceOf(e.entity()).filter(known::contains).isEmpty())
              .toList();
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

  private static Set<EntityKey> devicesOf(SequencedCollection<Assessment> pieces) {
    var devices = new HashSet<EntityKey>();
    pieces.forEach(a -> ExpansionReach.deviceOf(a.evidence().entity()).ifPresent(devices::add));
    return devices;
  }
}
