package dev.quaestor.entity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that the device starts by itself. */
public record ScheduledTask(@Nullable String deviceId, String name, @Nullable String image)
    implements Entity, OnDevice {
  @Override
  public EntityKey key() {
    return EntityKey.of("task", deviceId, name);
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
