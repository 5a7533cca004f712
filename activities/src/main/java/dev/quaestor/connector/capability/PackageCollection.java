package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** Gathers a machine's logs, processes and connections. Ends as {@link Progress.Collected}. */
public interface PackageCollection extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this device; empty when it can, as far as can be said without asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  Progress collect(Device device, Mandate mandate);
}
