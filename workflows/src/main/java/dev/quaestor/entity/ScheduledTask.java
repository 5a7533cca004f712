package dev.quaestor.entity;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job that the device starts by itself. */
public record ScheduledTask(@Nullable String deviceId, String name, @Nullable String image)
    implements Entity, OnDevice {
  @Override
  public ScheduledTask movedTo(@Nullable String device) {
    return new ScheduledTask(device, name, image);
  }

  @Override
  public EntityKey key() {
    return EntityKey.of("task", devicePart(), canonicalName());
  }

  /** A path of folders on Windows, where the first backslash may be left out; cron's are files. */
  private String canonicalName() {
    var canonical = SystemUnit.canonical(name, image);
    return DevicePath.isUnix(canonical)
        ? canonical
        : Arrays.stream(canonical.split("\\\\"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("\\"));
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
