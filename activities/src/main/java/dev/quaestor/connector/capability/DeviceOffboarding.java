package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** Takes a machine out of the back end's care; only onboarding brings it back. */
public interface DeviceOffboarding extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this device; empty when it can, as far as can be said without asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  /** Whether the device was offboarded. The back end may list it as onboarded for long after. */
  Standing offboarded(Device device);

  Progress offboard(Device device, Mandate mandate);
}
