package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;

/** Gathers a machine's logs, processes and connections. Ends as {@link Progress.Collected}. */
public interface PackageCollection extends Capability, Asynchronous {

  boolean knows(Device device);

  Progress collect(Device device, Mandate mandate);
}
