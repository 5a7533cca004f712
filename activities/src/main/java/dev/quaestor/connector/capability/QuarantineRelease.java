package dev.quaestor.connector.capability;

import dev.quaestor.action.Left;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.FileArtifact;
import java.util.Optional;

/**
 * Puts quarantined files back. Its own port, because few back ends that lock away can give back.
 */
public interface QuarantineRelease extends Capability, Asynchronous {

  /**
   * Why it cannot be done to this file; empty when it can, as far as can be said without asking.
   *
   * @param host the device it is on, as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(FileArtifact file, Acquaintance<KnownDevice> host);

  /**
   * Puts the file back as it was. One that is not locked away is {@link Progress.Already}, or where
   * the back end cannot tell that, {@link Progress.Failed}, and never done. The same mandate again
   * finds the first one's result.
   */
  Progress release(FileArtifact file, Mandate mandate);

  /**
   * Whether the file was given back, by the last change of it that ended; one that was never locked
   * away was not.
   */
  Standing released(FileArtifact file);

  /**
   * Who changed it since it was left so, one sentence; empty when nobody did, when it no longer
   * stands, or when this mandate has begun to take it back.
   */
  Optional<String> changedSince(FileArtifact file, Left left, Mandate mandate);
}
