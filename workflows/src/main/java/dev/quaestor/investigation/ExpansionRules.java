package dev.quaestor.investigation;

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
record ExpansionRules(List<Evidence> joining, List<ExpansionReach> spreads) {

  /** That one thing led to another. */
  record Pivot(Entity from, Evidence to) {}

  /**
   * @param holdsBack false lets everything join, as cases did before there was a limit
   */
  static ExpansionRules of(
      List<ExpansionReach> before,
      SequencedCollection<Assessment> pieces,
      List<Pivot> pivots,
      Policy.Limits limits,
      boolean holdsBack) {
    var known = devicesOf(pieces);
    var spreads = new LinkedHashMap<String, ExpansionReach>();
    before.forEach(s -> spreads.put(s.subject(), s));
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
          var spread =
              spreads.getOrDefault(
                  subject, ExpansionReach.of(subject, found.getFirst().from().key()));
          var wanted = found.stream().filter(p -> !isDeclined(spread, p)).toList();
          found.stream().filter(p -> isDeclined(spread, p)).forEach(waiting::add);
          var devices = devices(wanted);
          if (holdsBack && spread.reachWith(devices) >= limits.expansionDevices()) {
            waiting.addAll(wanted);
            spreads.put(
                subject,
                spread.holding(wanted.stream().map(Pivot::to).toList(), limits.maxEntities()));
          } else {
            spreads.put(subject, spread.joining(devices));
          }
        });
    var joining = pivots.stream().filter(p -> !waiting.contains(p)).map(Pivot::to).toList();
    return new ExpansionRules(joining, List.copyOf(spreads.values())).released(known);
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
    for (var s : spreads) {
      var still =
          s.held().stream()
              .filter(e -> ExpansionReach.deviceOf(e.entity()).filter(known::contains).isEmpty())
              .toList();
      s.held().stream().filter(e -> !still.contains(e)).forEach(all::add);
      left.add(s.keeping(still));
    }
    return new ExpansionRules(all, left);
  }

  private static boolean isDeclined(ExpansionReach spread, Pivot pivot) {
    return ExpansionReach.deviceOf(pivot.to().entity())
        .filter(spread.declined()::contains)
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
