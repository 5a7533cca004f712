package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;

/** Lets only trusted programs run on a machine, and lifts that again. */
public interface CodeExecutionControl extends Capability, Asynchronous {

  boolean knows(Device device);

  /** Whether the device is restricted, by the last change of it that ended. */
  Standing restricted(Device device);

  Progress restrict(Device device, Mandate mandate);

  /** Lifts; a restriction that has not yet ended is cancelled first. */
  Progress release(Device device, Mandate mandate);
}
