package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.FileArtifact;
import java.util.Optional;

/** Ends the processes of a file and locks it away on its machine. */
public interface FileQuarantine extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this file; empty when it can, as far as can be said without asking.
   *
   * @param host the device it is on, as the connector's own directory knows it
   * @param known the file as the connector's own reputation knows it; a stranger there is a file
   *     that was never met, and may well lie on the device
   * @return one sentence for people
   */
  Optional<String> obstacle(
      FileArtifact file, Acquaintance<KnownDevice> host, Acquaintance<KnownFile> known);

  /** Whether the file is locked away there, by the last change of it that ended. */
  Standing quarantined(FileArtifact file);

  /**
   * The SHA-1 that it locks away by, looked up where the file's own is not known; empty where it
   * goes by the path and whatever hash is told.
   *
   * @throws dev.quaestor.connector.ConnectorException {@code NOT_FOUND} when nobody knows it
   */
  Optional<String> sha1(FileArtifact file);

  /**
   * Locks it away, again where it is so: it may have come back. A file that is not on the device is
   * no success. The same mandate again finds the first one's result.
   */
  Progress quarantine(FileArtifact file, Mandate mandate);
}
