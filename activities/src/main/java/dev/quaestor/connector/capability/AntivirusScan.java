package dev.quaestor.connector.capability;

import dev.quaestor.action.DeviceAction.Scan;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/**
 * Has a machine's antivirus look. Done means that the scan has ended, not that it found nothing.
 */
public interface AntivirusScan extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this device; empty when it can, as far as can be said without asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  /** Starts a scan, or joins the one that runs. */
  Progress scan(Device device, Scan scan, Mandate mandate);
}
