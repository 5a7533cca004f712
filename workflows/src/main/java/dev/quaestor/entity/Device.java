package dev.quaestor.entity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A managed machine.
 *
 * @param deviceId the vendor's id (Defender: 40 hex characters)
 * @param name DNS name, as far as the alert or the back end knows it
 * @param group the vendor's own device group; policy matches on it like on a tag
 */
public record Device(
    @Nullable String deviceId,
    @Nullable String name,
    @Nullable String osPlatform,
    @Nullable String group,
    List<String> tags,
    List<String> ipAddresses)
    implements Entity, OnDevice {

  public Device {
    if (deviceId == null && name == null) {
      throw new IllegalArgumentException("a device needs deviceId or name");
    }
    tags = tags == null ? List.of() : List.copyOf(tags);
    ipAddresses = ipAddresses == null ? List.of() : List.copyOf(ipAddresses);
  }

  public static Device ofId(String deviceId) {
    return new Device(deviceId, null, null, null, List.of(), List.of());
  }

  /** The same device under another name. */
  public Device named(String other) {
    return new Device(deviceId, other, osPlatform, group, tags, ipAddresses);
  }

  static EntityKey keyOf(String deviceId) {
    return EntityKey.whole("device", idOf(deviceId));
  }

  /**
   * Ids are hexadecimal and names are of the DNS: neither counts the case of its letters, nor the
   * dot after which nothing follows.
   */
  static String idOf(String idOrName) {
    var id = LetterCase.foldedId(idOrName);
    return id.length() > 1 && id.endsWith(".") ? id.substring(0, id.length() - 1) : id;
  }

  /** A device is where it is. */
  @Override
  public Device movedTo(@Nullable String device) {
    return this;
  }

  /** What it is known by: its id, or its name where it has none. */
  public String handle() {
    return deviceId != null ? deviceId : String.valueOf(name);
  }

  @Override
  public EntityKey key() {
    return keyOf(handle());
  }

  @Override
  public String label() {
    return name != null ? name : String.valueOf(deviceId);
  }

  @Override
  public Optional<String> imagePath() {
    return Optional.empty();
  }
}
