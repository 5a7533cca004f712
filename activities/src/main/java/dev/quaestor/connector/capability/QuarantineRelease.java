package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.FileArtifact;

/**
 * Puts quarantined files back. Its own port, because few back ends that lock away can give back.
 */
public interface QuarantineRelease extends Capability, Asynchronous {

  boolean knows(FileArtifact file);

  Progress release(FileArtifact file, Mandate mandate);

  /** Whether the file was given back, by the last change of it that ended. */
  Standing released(FileArtifact file);
}
