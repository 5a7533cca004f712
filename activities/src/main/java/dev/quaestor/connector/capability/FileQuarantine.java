package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.FileArtifact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the processes of a file and locks it away on its machine. */
public interface FileQuarantine extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this file; empty when it can, as far as can be said without asking.
   *
   * @param host the device it is on, as its directory knows it; null when that is not known
   * @param known the file as the back end knows it, with nothing in it when the back end was asked
   *     and has never met it; null when nobody was asked
   * @return one sentence for people
   */
  Optional<String> obstacle(
      FileArtifact file, @Nullable KnownDevice host, @Nullable KnownFile known);

  /** Whether the file is locked away there, by the last change of it that ended. */
  Standing quarantined(FileArtifact file);

  /**
   * The SHA-1 that it locks away by, looked up where the file's own is not known.
   *
   * @throws dev.quaestor.connector.ConnectorException {@code NOT_FOUND} when nobody knows it
   */
  String sha1(FileArtifact file);

  Progress quarantine(FileArtifact file, Mandate mandate);
}
