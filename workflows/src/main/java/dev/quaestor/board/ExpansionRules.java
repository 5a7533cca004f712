package dev.quaestor.board;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

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
      List<ExpansionReach> before, CaseDevices devices, List<Pivot> pivots, Policy.Limits limits) {
    var known = devices.and(List.of());
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
          var there = devices(wanted);
          if (reach.reachWith(there) >= limits.expansionDevices()) {
            waiting.addAll(wanted);
            expansions.put(
                subject,
                reach.holding(wanted.stream().map(Pivot::to).toList(), limits.maxEntities()));
          } else {
            expansions.put(subject, reach.joining(there));
          }
        });
    var joining = pivots.stream().filter(p -> !waiting.contains(p)).map(Pivot::to).toList();
    return new ExpansionRules(joining, List.copyOf(expansions.sequencedValues())).released(devices);
  }

  /** What waits for a device that has come into the case another way waits no longer. */
  static ExpansionRules released(List<ExpansionReach> before, CaseDevices devices) {
    return new ExpansionRules(List.of(), before).released(devices);
  }

  private ExpansionRules released(CaseDevices ofCase) {
    var known = ofCase.and(joining);
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
}
