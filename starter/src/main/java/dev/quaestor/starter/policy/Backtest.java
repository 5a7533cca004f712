package dev.quaestor.starter.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.Suppressions;
import dev.quaestor.starter.ledger.PastCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a candidate policy would have done otherwise about past cases. It plans each case anew over
 * the evidence as it stood last, and compares with what the case's own policy planned. Nothing but
 * the counts is kept, so it takes any number of cases. Not thread-safe.
 */
public final class Backtest {
  /** How many cases are named for one kind of difference. */
  public static final int MOST_EXAMPLES = 10;

  static final String NO_GROUP = "(no group)";
  static final String NO_DEVICE = "(no device)";

  /** What would have been otherwise. */
  public enum Change {
    /** It waited for a person, and would run by itself. */
    NEWLY_AUTOMATIC,
    /** It ran by itself, and would wait for a person. */
    NEWLY_WAITING,
    /** It was planned, and would not be. */
    NO_LONGER_DONE,
    /** It was not planned, and would be. */
    NEWLY_DONE
  }

  /**
   * One kind of difference.
   *
   * @param deviceGroup the candidate's group of the device; a word in brackets where there is none
   * @param gate the candidate's gate; {@code NEVER} for what is no longer done
   * @param onProtectedDevices how many of them are on devices that the candidate protects
   * @param cases at most {@value #MOST_EXAMPLES} of the cases, newest first
   */
  public record Difference(
      Change change,
      ActionType action,
      String deviceGroup,
      Gate gate,
      int count,
      int onProtectedDevices,
      List<String> cases) {
    public Difference {
      cases = List.copyOf(cases);
    }
  }

  private record Kind(Change change, ActionType action, String deviceGroup, Gate gate)
      implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return Comparator.comparing(Kind::change)
          .thenComparing(Kind::action)
          .thenComparing(Kind::deviceGroup)
          .thenComparing(Kind::gate)
          .compare(this, other);
    }
  }

  private static final class Tally {
    private int count;
    private int onProtected;
    private final List<String> cases = new ArrayList<>();
  }

  /** An action is the same one when it does the same to the same. */
  private record Same(ActionType type, EntityKey target, String parameters) {
    static Same of(RemediationAction action) {
      return new Same(action.type(), action.target().key(), action.parameters());
    }
  }

  private record Gated(RemediationAction action, Gate gate) {}

  private final Policy candidate;
  private final DeviceGroups groups;
  private final Suppressions suppressions;
  private final Map<Kind, Tally> tallies = new TreeMap<>();
  private int looked;
  private int differing;

  public Backtest(Policy candidate) {
    this.candidate = candidate;
    this.groups = new DeviceGroups(candidate);
    this.suppressions = new Suppressions(candidate);
  }

  /** Plans one case anew and counts what differs. */
  public void look(PastCase past) {
    looked++;
    var devices = devices(past.evidence());
    var before = new LinkedHashMap<Same, Gated>();
    past.planned().forEach(p -> before.put(Same.of(p.action()), new Gated(p.action(), p.gate())));
    var after = planned(past);
    var differs = false;
    for (var entry : after.entrySet()) {
      var was = before.get(entry.getKey());
      var is = entry.getValue();
      if (was == null) {
        count(Change.NEWLY_DONE, is, past, devices);
        differs = true;
      } else if (was.gate() != is.gate()) {
        count(
            is.gate() == Gate.AUTOMATIC ? Change.NEWLY_AUTOMATIC : Change.NEWLY_WAITING,
            is,
            past,
            devices);
        differs = true;
      }
    }
    for (var entry : before.entrySet()) {
      if (!after.containsKey(entry.getKey())) {
        count(
            Change.NO_LONGER_DONE, new Gated(entry.getValue().action(), Gate.NEVER), past, devices);
        differs = true;
      }
    }
    differing += differs ? 1 : 0;
  }

  private Map<Same, Gated> planned(PastCase past) {
    var planned = new LinkedHashMap<Same, Gated>();
    if (!isSuppressed(past)) {
      Planner.plan(candidate, past.severity(), past.evidence())
          .forEach(p -> planned.put(Same.of(p.action()), new Gated(p.action(), p.gate())));
    }
    return planned;
  }

  /** A case whose alerts, or whose devices, all want no answer ends without one. */
  private boolean isSuppressed(PastCase past) {
    var alerts =
        !past.alerts().isEmpty()
            && past.alerts().stream()
                .allMatch(
                    a ->
                        suppressions
                            .of(a.title(), named(past, a.alertId()), past.startedAt())
                            .isPresent());
    var devices = devices(past.evidence()).values();
    return alerts
        || (!devices.isEmpty()
            && devices.stream().allMatch(d -> groups.levelOf(d) == AutomationLevel.NONE));
  }

  private static List<Entity> named(PastCase past, String alertId) {
    return past.evidence().stream()
        .filter(a -> a.evidence().alertIds().contains(alertId))
        .map(a -> a.evidence().entity())
        .toList();
  }

  private static Map<EntityKey, Device> devices(List<Assessment> evidence) {
    var devices = new HashMap<EntityKey, Device>();
    for (var a : evidence) {
      if (a.evidence().entity() instanceof Device d) {
        devices.put(d.key(), d);
      }
    }
    return devices;
  }

  private void count(Change change, Gated what, PastCase past, Map<EntityKey, Device> devices) {
    var device = deviceOf(what.action().target(), devices);
    var group =
        device
            .map(d -> groups.groupOf(d).map(DeviceGroup::name).orElse(NO_GROUP))
            .orElse(NO_DEVICE);
    var tally =
        tallies.computeIfAbsent(
            new Kind(change, what.action().type(), group, what.gate()), k -> new Tally());
    tally.count++;
    tally.onProtected += device.filter(groups::isProtected).isPresent() ? 1 : 0;
    if (tally.cases.size() < MOST_EXAMPLES && !tally.cases.contains(past.investigationId())) {
      tally.cases.add(past.investigationId());
    }
  }

  private static Optional<Device> deviceOf(Entity target, Map<EntityKey, Device> devices) {
    if (!(target instanceof OnDevice on)) {
      return Optional.empty();
    }
    return on.deviceKey()
        .map(k -> Optional.ofNullable(devices.get(k)).orElseGet(() -> named(on)))
        .or(() -> target instanceof Device d ? Optional.of(d) : Optional.empty());
  }

  /** A device of which the case knows no more than its id. */
  private static Device named(OnDevice on) {
    return on instanceof Device d ? d : Device.ofId(String.valueOf(on.deviceId()));
  }

  public int casesLookedAt() {
    return looked;
  }

  public int casesThatDiffer() {
    return differing;
  }

  /** Newly automatic ones first. */
  public List<Difference> differences() {
    return tallies.entrySet().stream()
        .map(
            e ->
                new Difference(
                    e.getKey().change(),
                    e.getKey().action(),
                    e.getKey().deviceGroup(),
                    e.getKey().gate(),
                    e.getValue().count,
                    e.getValue().onProtected,
                    e.getValue().cases))
        .toList();
  }
}
