package dev.quaestor.entity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service of the operating system. */
public record SystemService(@Nullable String deviceId, String name, @Nullable String image)
    implements Entity, OnDevice {
  @Override
  public SystemService movedTo(@Nullable String device) {
    return new SystemService(device, name, image);
  }

  @Override
  public EntityKey key() {
    return EntityKey.of("service", devicePart(), SystemUnit.canonical(name, image));
  }

  @Override
  public Optional<String> imagePath() {
    return Optional.ofNullable(image);
  }

  @Override
  public String label() {
    return name;
  }
}
