package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;

/** Takes a machine out of the back end's care; only onboarding brings it back. */
public interface DeviceOffboarding extends Capability, Asynchronous {

  boolean knows(Device device);

  /** Whether the device was offboarded. The back end may list it as onboarded for long after. */
  Standing offboarded(Device device);

  Progress offboard(Device device, Mandate mandate);
}
