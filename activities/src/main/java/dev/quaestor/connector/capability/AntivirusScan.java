package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;
import dev.quaestor.remediation.DeviceAction.Scan;

/**
 * Has a machine's antivirus look. Done means that the scan has ended, not that it found nothing.
 */
public interface AntivirusScan extends Capability, Asynchronous {

  boolean knows(Device device);

  /** Starts a scan, or joins the one that runs. */
  Progress scan(Device device, Scan scan, Mandate mandate);
}
