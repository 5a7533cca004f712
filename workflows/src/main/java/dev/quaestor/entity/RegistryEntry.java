package dev.quaestor.entity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry key, or one value of it. */
public record RegistryEntry(
    @Nullable String deviceId,
    @Nullable String hive,
    String registryKey,
    @Nullable String valueName,
    @Nullable String valueData,
    @Nullable String image)
    implements Entity, OnDevice {
  @Override
  public RegistryEntry movedTo(@Nullable String device) {
    return new RegistryEntry(device, hive, registryKey, valueName, valueData, image);
  }

  @Override
  public EntityKey key() {
    return EntityKey.of(
        "registry",
        devicePart(),
        RegistryPath.canonical(hive, registryKey),
        valueName == null ? null : nameOf(valueName));
  }

  /** The value without a name is shown as {@code (Default)}. */
  private static String nameOf(String valueName) {
    var name = LetterCase.folded(valueName);
    return name.equals("(default)") ? "" : name;
  }

  @Override
  public Optional<String> imagePath() {
    return Optional.ofNullable(image);
  }

  @Override
  public String label() {
    return (hive == null ? "" : hive + "\\")
        + registryKey
        + (valueName == null ? "" : " [" + valueName + "]");
  }
}
