package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.FileArtifact;
import java.util.Optional;

/** Fetches a copy of a file from a machine. Ends as {@link Progress.Collected}. */
public interface SampleCollection extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this file; empty when it can, as far as can be said without asking.
   *
   * @param host the device it is on, as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(FileArtifact file, Acquaintance<KnownDevice> host);

  Progress collect(FileArtifact file, Mandate mandate);
}
