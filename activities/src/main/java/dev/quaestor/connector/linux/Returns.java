package dev.quaestor.connector.linux;

import dev.quaestor.action.Left;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.FileArtifact;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Gives back what {@link Quarantine} took away; what lies at the place by now is left. */
final class Returns extends HostWork implements QuarantineRelease {
  Returns(Inventory inventory, HostShell shell) {
    super(inventory, shell, Quarantine.SCRIPT);
  }

  @Override
  public Optional<String> obstacle(FileArtifact file, Acquaintance<KnownDevice> host) {
    return obstacle(file.deviceId(), host).or(() -> FilePlaces.obstacle(file));
  }

  @Override
  public Progress release(FileArtifact file, Mandate mandate) {
    return act(file.deviceId(), "release_file", FilePlaces.values(file), mandate);
  }

  @Override
  public Standing released(FileArtifact file) {
    return switch (look(file.deviceId(), "look_file", FilePlaces.values(file)).state()) {
      case "LYING" -> Standing.IN_FORCE;
      case "LOCKED", "NONE" -> Standing.NOT_IN_FORCE;
      default -> Standing.UNKNOWN;
    };
  }

  @Override
  public Optional<String> changedSince(FileArtifact file, Left left, Mandate mandate) {
    var values = new LinkedHashMap<>(FilePlaces.values(file));
    values.put("taking_back", folder(mandate));
    var seen = look(file.deviceId(), "look_file", values);
    return seen.state().equals("LOCKED")
            && left.actionIds().stream().map(HostWork::folder).noneMatch(seen.by()::equals)
        ? Optional.of("The file was locked away since by the action " + seen.by())
        : Optional.empty();
  }
}
