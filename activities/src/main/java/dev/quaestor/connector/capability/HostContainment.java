package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;
import dev.quaestor.remediation.DeviceAction.Isolation;

/** Cuts machines off the network, and lets them back. */
public interface HostContainment extends Capability, Asynchronous {

  /** Whether it can act on this device, as far as can be said without asking. */
  boolean knows(Device device);

  /** Whether the device is isolated, by the last change of it that ended. */
  Standing isolated(Device device);

  /**
   * Isolates. Never a second time while one is under way: the running one is joined, because a
   * doubled isolation can end after the release and leave the device cut off.
   */
  Progress isolate(Device device, Isolation isolation, Mandate mandate);

  /** Releases; an isolation that has not yet ended is cancelled first. */
  Progress release(Device device, Mandate mandate);
}
