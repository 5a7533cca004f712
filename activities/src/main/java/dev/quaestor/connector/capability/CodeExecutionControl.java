package dev.quaestor.connector.capability;

import dev.quaestor.action.Left;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** Lets only trusted programs run on a machine, and lifts that again. */
public interface CodeExecutionControl extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this device; empty when it can, as far as can be said without asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  /**
   * Whether the device is restricted, by the last change of it that ended.
   *
   * @throws dev.quaestor.connector.ConnectorException also when there is no such device
   */
  Standing restricted(Device device);

  /** Restricts; where that stands, {@link Progress.Already}. */
  Progress restrict(Device device, Mandate mandate);

  /**
   * Lifts; a restriction that has not yet ended is cancelled first. A device that is not restricted
   * is {@link Progress.Already}.
   */
  Progress release(Device device, Mandate mandate);

  /**
   * Who changed it since it was left so, one sentence; empty when nobody did, when it no longer
   * stands, or when this mandate has begun to take it back.
   */
  Optional<String> changedSince(Device device, Left left, Mandate mandate);
}
