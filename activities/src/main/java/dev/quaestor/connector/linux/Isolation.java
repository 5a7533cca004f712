package dev.quaestor.connector.linux;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Left;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import java.util.Map;
import java.util.Optional;

/**
 * One table of nftables, {@code inet quaestor_isolation}, before all others, that drops whatever is
 * neither local nor the engine's SSH. Its comment says whose action it is; what it was when it was
 * made is kept on the host, so that a change by others is seen.
 */
final class Isolation extends HostWork implements HostContainment {
  private static final HostScript SCRIPT = HostScript.isolation();

  Isolation(Inventory inventory, HostShell shell, LinuxSettings settings) {
    super(inventory, shell, SCRIPT);
    this.settings = settings;
  }

  private final LinuxSettings settings;

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return obstacle(device.handle(), host);
  }

  @Override
  public Optional<String> obstacle(
      Device device, DeviceAction.Isolation isolation, Acquaintance<KnownDevice> host) {
    return switch (isolation) {
      case FULL -> obstacle(device, host);
      case SELECTIVE ->
          obstacle(device, host)
              .or(() -> Optional.of("A Linux host is isolated in full only, not selectively"));
    };
  }

  /** An isolation that others have changed, or that a probe gets through, is neither. */
  @Override
  public Standing isolated(Device device) {
    var seen = look(device.handle(), "look_isolation", Map.of());
    return switch (seen.state()) {
      case "STANDS" -> Standing.IN_FORCE;
      case "NONE" -> Standing.NOT_IN_FORCE;
      default -> Standing.UNKNOWN;
    };
  }

  /** One in full is more than a selective one. */
  @Override
  public Standing isolated(Device device, DeviceAction.Isolation isolation) {
    return isolated(device);
  }

  @Override
  public Progress isolate(Device device, DeviceAction.Isolation isolation, Mandate mandate) {
    if (isolation == DeviceAction.Isolation.SELECTIVE) {
      return new Progress.Failed(
          "NOT_SELECTIVE", "a Linux host is isolated in full only, not selectively");
    }
    var values =
        Map.of(
            "engines", String.join("\n", settings.engineAddresses()),
            "probes", String.join("\n", settings.probes()));
    return act(device.handle(), "isolate", values, mandate);
  }

  @Override
  public Progress release(Device device, Mandate mandate) {
    return act(device.handle(), "release_isolation", Map.of(), mandate);
  }

  @Override
  public Optional<String> otherwise(Device device) {
    return Optional.empty();
  }

  @Override
  public Optional<String> changedSince(Device device, Left left, Mandate mandate) {
    var seen = look(device.handle(), "look_isolation", Map.of("taking_back", folder(mandate)));
    return switch (seen.state()) {
      case "EDITED" ->
          Optional.of("The isolation's rules on the host were changed by somebody since");
      case "STANDS", "CONNECTS" ->
          left.actionIds().stream().map(HostWork::folder).anyMatch(seen.by()::equals)
              ? Optional.empty()
              : Optional.of("The host was isolated since by the action " + seen.by());
      default -> Optional.empty();
    };
  }
}
