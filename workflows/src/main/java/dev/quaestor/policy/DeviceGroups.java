package dev.quaestor.policy;

import dev.quaestor.entity.Device;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which group a device belongs to: the first by rank that matches, else none and so the default
 * level.
 */
public final class DeviceGroups {
  private final Policy policy;

  public DeviceGroups(Policy policy) {
    this.policy = policy;
  }

  /** Empty for a device that none matches. */
  public Optional<DeviceGroup> groupOf(Device device) {
    return policy.deviceGroups().stream().filter(g -> matches(g, device)).findFirst();
  }

  public AutomationLevel levelOf(Device device) {
    return groupOf(device).map(DeviceGroup::level).orElse(policy.defaultLevel());
  }

  /** Whether a guardrail names it, so that nothing runs there by itself. */
  public boolean isProtected(Device device) {
    return guardrailOf(device).isPresent();
  }

  /** The pattern of the guardrail that names it. */
  public Optional<String> guardrailOf(Device device) {
    return policy.guardrails().protectedDevices().stream()
        .filter(pattern -> labels(device).anyMatch(l -> Wildcard.matchesAny(List.of(pattern), l)))
        .findFirst();
  }

  private static boolean matches(DeviceGroup group, Device device) {
    var name = device.name() == null ? "" : device.name();
    var dot = name.indexOf('.');
    var domain = dot < 0 ? "" : name.substring(dot + 1);
    var os = device.osPlatform() == null ? "" : device.osPlatform();
    return satisfied(group.names(), Stream.of(name))
        && satisfied(group.domains(), Stream.of(domain))
        && satisfied(group.tags(), tags(device))
        && satisfied(group.osPlatforms(), Stream.of(os));
  }

  private static boolean satisfied(List<String> patterns, Stream<String> values) {
    return patterns.isEmpty() || values.anyMatch(v -> Wildcard.matchesAny(patterns, v));
  }

  private static Stream<String> tags(Device device) {
    return Stream.concat(device.tags().stream(), Stream.ofNullable(device.group()));
  }

  static Stream<String> labels(Device device) {
    return Stream.concat(Stream.ofNullable(device.name()), tags(device));
  }
}
