package dev.quaestor.connector.defender;

import dev.quaestor.action.Left;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceContainment;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** {@code isolate} with {@code UnManagedDevice}: the onboarded devices keep away from this one. */
final class Containment implements DeviceContainment {
  private final Isolation isolation;

  Containment(Isolation isolation) {
    this.isolation = isolation;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.identified(device, host),
        host.known().filter(KnownDevice::onboarded).isPresent()
            ? Optional.of("The device is onboarded to Defender; isolate it instead")
            : Optional.empty());
  }

  @Override
  public Standing contained(Device device) {
    return isolation.contained(device);
  }

  @Override
  public Optional<String> otherwise(Device device) {
    return isolation.isolated(device) == Standing.IN_FORCE
        ? Optional.of("it is isolated; to lift that, release it from isolation")
        : Optional.empty();
  }

  @Override
  public Progress contain(Device device, Mandate mandate) {
    return isolation.isolate(device, MachineAction.UNMANAGED, mandate);
  }

  @Override
  public Progress release(Device device, Mandate mandate) {
    return isolation.release(device, mandate);
  }

  @Override
  public Optional<String> changedSince(Device device, Left left, Mandate mandate) {
    return isolation.changedSince(device, left, mandate);
  }

  @Override
  public Progress poll(String ticket) {
    return isolation.poll(ticket);
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    isolation.cancel(ticket, mandate);
  }
}
