package dev.quaestor.connector.capability;

import dev.quaestor.action.Left;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/**
 * Has the managed machines refuse all traffic with one that is not managed. Source: Microsoft,
 * <em>Contain devices from the network</em>; DOMAIN §5.3.
 */
public interface DeviceContainment extends Capability, Asynchronous {

  /**
   * Why this device cannot be contained; empty when it can, as far as can be said without asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  /**
   * Whether the device is contained, by the last change of it that ended.
   *
   * @throws dev.quaestor.connector.ConnectorException also when there is no such device
   */
  Standing contained(Device device);

  /**
   * Contains; takes up to five minutes to spread. One that is under way is joined, and one that
   * stands is {@link Progress.Already}.
   */
  Progress contain(Device device, Mandate mandate);

  /**
   * Lets it talk again; a containment that has not yet ended is cancelled first. A device that is
   * not contained is {@link Progress.Already}.
   */
  Progress release(Device device, Mandate mandate);

  /**
   * What keeps the device off the network though this does not, and what would lift that, as a
   * clause; empty when nothing does.
   */
  Optional<String> otherwise(Device device);

  /**
   * Who changed it since it was left so, one sentence; empty when nobody did, when it no longer
   * stands, or when this mandate has begun to take it back.
   */
  Optional<String> changedSince(Device device, Left left, Mandate mandate);
}
