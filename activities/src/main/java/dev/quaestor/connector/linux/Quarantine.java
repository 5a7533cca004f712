package dev.quaestor.connector.linux;

import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.FileArtifact;
import java.util.Optional;

/**
 * Takes a file away from all of its places into a folder that only root can enter, with what
 * belongs to it, and ends the processes of its content. Nothing is done unless every place holds
 * that very file or nothing.
 */
final class Quarantine extends HostWork implements FileQuarantine {
  static final HostScript SCRIPT = HostScript.onFiles("quarantine.sh");

  Quarantine(Inventory inventory, HostShell shell) {
    super(inventory, shell, SCRIPT);
  }

  @Override
  public Optional<String> obstacle(
      FileArtifact file, Acquaintance<KnownDevice> host, Acquaintance<KnownFile> known) {
    return obstacle(file.deviceId(), host).or(() -> FilePlaces.obstacle(file));
  }

  @Override
  public Standing quarantined(FileArtifact file) {
    return switch (look(file.deviceId(), "look_file", FilePlaces.values(file)).state()) {
      case "LOCKED" -> Standing.IN_FORCE;
      case "LYING", "NONE" -> Standing.NOT_IN_FORCE;
      default -> Standing.UNKNOWN;
    };
  }

  @Override
  public Optional<String> sha1(FileArtifact file) {
    return Optional.empty();
  }

  @Override
  public Progress quarantine(FileArtifact file, Mandate mandate) {
    return act(file.deviceId(), "quarantine", FilePlaces.values(file), mandate);
  }
}
