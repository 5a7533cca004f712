package dev.quaestor.entity;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process: its number alone is reused, so it is one with its start time. */
public record ProcessArtifact(
    @Nullable String deviceId,
    @Nullable Long processId,
    @Nullable Instant startedAt,
    @Nullable String commandLine,
    @Nullable FileArtifact image,
    @Nullable String account)
    implements Entity, OnDevice {

  public ProcessArtifact {
    if (processId == null && commandLine == null && image == null) {
      throw new IllegalArgumentException("a process needs processId, commandLine or image");
    }
  }

  @Override
  public EntityKey key() {
    return processId != null
        ? EntityKey.of("process", deviceId, processId + "@" + startedAt)
        : EntityKey.of("process", deviceId, label());
  }

  @Override
  public Optional<String> imagePath() {
    return image == null ? Optional.empty() : image.imagePath();
  }

  @Override
  public String label() {
    var what = commandLine != null ? commandLine : image != null ? image.label() : "process";
    return processId != null ? what + " (pid " + processId + ")" : what;
  }
}
