package dev.quaestor.connector.capability;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.Left;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** Cuts machines off the network, and lets them back. */
public interface HostContainment extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this device; empty when it can, as far as can be said without asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  /** The same for one kind of isolation: the selective kind asks for more. */
  Optional<String> obstacle(Device device, Isolation isolation, Acquaintance<KnownDevice> host);

  /**
   * Whether the device is isolated in any way, by the last change of it that ended.
   *
   * @throws dev.quaestor.connector.ConnectorException also when there is no such device: what is
   *     not there is in no state
   */
  Standing isolated(Device device);

  /** The same of one kind: a device that is isolated selectively is not isolated in full. */
  Standing isolated(Device device, Isolation isolation);

  /**
   * Isolates. Never a second time while one is under way: the running one is joined, because a
   * doubled isolation can end after the release and leave the device cut off. For the same reason
   * one that stands is {@link Progress.Already}, and one in full is refused (REJECTED) where a
   * selective one stands.
   */
  Progress isolate(Device device, Isolation isolation, Mandate mandate);

  /**
   * Releases; an isolation that has not yet ended is cancelled first. A device that is not isolated
   * is {@link Progress.Already}.
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
