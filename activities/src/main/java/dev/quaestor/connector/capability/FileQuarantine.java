package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.FileArtifact;

/** Ends the processes of a file and locks it away on its machine. */
public interface FileQuarantine extends Capability, Asynchronous {

  /** Whether the file's device and hash are known well enough. */
  boolean knows(FileArtifact file);

  /** Whether the file is locked away there, by the last change of it that ended. */
  Standing quarantined(FileArtifact file);

  Progress quarantine(FileArtifact file, Mandate mandate);
}
