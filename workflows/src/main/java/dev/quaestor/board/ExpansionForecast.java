package dev.quaestor.board;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.Policy;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Listed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What will run by itself on the devices that an expansion leads to, should the thing be malicious
 * there too: planned as it would be then, by the policy of each of them. Whoever agrees to the
 * expansion agrees to that. Pure.
 */
final class ExpansionForecast {
  private static final int MOST_NAMES = 5;

  private final ExpansionReach reach;
  private final HeldDevices devices;

  private ExpansionForecast(ExpansionReach reach) {
    this.reach = reach;
    this.devices = HeldDevices.of(reach);
  }

  /** One sentence without its full stop. */
  static String of(ExpansionReach reach, Entity thing, Policy policy, Severity severity) {
    return new ExpansionForecast(reach).sentence(thing, policy, severity);
  }

  /** The devices that wait, as far as they are described. */
  private record HeldDevices(LinkedHashMap<EntityKey, Device> described, int all) {
    static HeldDevices of(ExpansionReach reach) {
      var described = new LinkedHashMap<EntityKey, Device>();
      for (var e : reach.held()) {
        if (e.entity() instanceof Device d && isDescribed(d)) {
          described.put(d.key(), d);
        }
      }
      return new HeldDevices(described, reach.heldDevices().size());
    }

    /** A name alone does not tell a device's group. */
    private static boolean isDescribed(Device device) {
      return device.group() != null || device.osPlatform() != null || !device.tags().isEmpty();
    }

    int unknown() {
      return all - described.size();
    }
  }

  private String sentence(Entity thing, Policy policy, Severity severity) {
    var automatic = automatic(thing, policy, severity);
    var acted = new LinkedHashSet<EntityKey>();
    var byType = new LinkedHashMap<ActionType, Set<EntityKey>>();
    for (var p : automatic) {
      ExpansionReach.deviceOf(p.action().target())
          .filter(devices.described()::containsKey)
          .ifPresent(
              device -> {
                acted.add(device);
                byType.computeIfAbsent(p.action().type(), t -> new LinkedHashSet<>()).add(device);
              });
    }
    var said = new ArrayList<String>();
    if (byType.isEmpty()) {
      said.add("even if it is malicious there, nothing runs automatically");
    } else {
      said.add(
          "if it is malicious there too, this runs automatically: "
              + byType.sequencedEntrySet().stream()
                  .map(e -> lower(e.getKey().title()) + " on " + devices(e.getValue().size()))
                  .collect(Collectors.joining(", ")));
      var waiting =
          devices.described().sequencedValues().stream()
              .filter(d -> !acted.contains(d.key()))
              .map(Device::label)
              .toList();
      if (!waiting.isEmpty()) {
        said.add("on %s, everything waits for a person".formatted(named(waiting)));
      }
    }
    if (devices.unknown() > 0) {
      said.add("the group of %s is not known yet".formatted(devices(devices.unknown())));
    }
    return String.join("; ", said);
  }

  private List<PlannedAction> automatic(Entity thing, Policy policy, Severity severity) {
    var assumed = new LinkedHashMap<EntityKey, Assessment>();
    devices.described().forEach((key, d) -> assumed.put(key, judged(d, Verdict.UNKNOWN, d)));
    reach.held().stream()
        .map(Evidence::entity)
        .filter(e -> !(e instanceof Device))
        .forEach(e -> assumed.put(e.key(), judged(e, Verdict.MALICIOUS, null)));
    if (thing instanceof FileArtifact file) {
      devices
          .described()
          .sequencedValues()
          .forEach(
              d -> {
                var there = file.movedTo(d.deviceId());
                assumed.putIfAbsent(there.key(), judged(there, Verdict.MALICIOUS, null));
              });
    }
    return Planner.plan(policy, severity, List.copyOf(assumed.sequencedValues())).stream()
        .filter(p -> p.gate() == Gate.AUTOMATIC)
        .toList();
  }

  private static Assessment judged(Entity entity, Verdict verdict, @Nullable Device confirmed) {
    return new Assessment(
        new Evidence(entity, List.of(), null, List.of(), 0, null),
        true,
        List.of(),
        verdict,
        List.of(ActionType.values()),
        List.of(),
        confirmed);
  }

  private static String lower(String title) {
    return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
  }

  private static String devices(int count) {
    return Counted.of(count, "device", "devices");
  }

  private static String named(List<String> names) {
    return names.size() > MOST_NAMES ? devices(names.size()) : Listed.of(names);
  }
}
