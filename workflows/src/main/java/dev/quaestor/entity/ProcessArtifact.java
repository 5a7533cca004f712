package dev.quaestor.entity;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process: its number alone is reused, so it is one with its start time. Where that is not known,
 * another command line is another process.
 */
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
  public ProcessArtifact movedTo(@Nullable String device) {
    return new ProcessArtifact(
        device,
        processId,
        startedAt,
        commandLine,
        image == null ? null : image.movedTo(device),
        account);
  }

  @Override
  public EntityKey key() {
    var number = processId == null ? null : String.valueOf(processId);
    if (number != null && startedAt != null) {
      return EntityKey.of("process", devicePart(), number, startedAt.toString());
    }
    var start = startedAt == null ? null : startedAt.toString();
    return commandLine != null
        ? EntityKey.of("process", devicePart(), number, start, "command", commandLine)
        : EntityKey.of(
            "process",
            devicePart(),
            number,
            start,
            "image",
            image == null ? null : image.key().value());
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
