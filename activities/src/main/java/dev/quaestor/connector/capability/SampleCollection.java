package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.FileArtifact;

/** Fetches a copy of a file from a machine. Ends as {@link Progress.Collected}. */
public interface SampleCollection extends Capability, Asynchronous {

  /** Whether the file's device and path are known well enough to fetch it. */
  boolean knows(FileArtifact file);

  Progress collect(FileArtifact file, Mandate mandate);
}
