package dev.quaestor.entity;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What lives on a device, and by whose folder a semi-automatic level can judge it. */
public interface OnDevice {
  /** The vendor's device id; null when the alert does not say where the thing was seen. */
  @Nullable String deviceId();

  /** The path of the file behind it, by which a folder zone is found; empty when none is known. */
  Optional<String> imagePath();

  /** All such paths that are known of it. */
  default Stream<String> paths() {
    return imagePath().stream();
  }

  /** The same thing as it would be on that device, whatever is said of where it is. */
  Entity movedTo(@Nullable String device);

  /** The device in the key of what is on it; null when it is not known. */
  default @Nullable String devicePart() {
    var id = deviceId();
    return id == null ? null : Device.idOf(id);
  }

  default Optional<EntityKey> deviceKey() {
    return Optional.ofNullable(deviceId()).map(Device::keyOf);
  }
}
