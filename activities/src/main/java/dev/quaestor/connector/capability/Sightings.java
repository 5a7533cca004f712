package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows on which devices a thing was seen. Reads only. */
public interface Sightings extends Capability {

  /**
   * A device, and what of the thing was there. Each device comes once, with its newest sighting.
   *
   * @param file the file there; null when the thing is no file
   * @param process the process that ran from the file or spoke to the address; null when none was
   *     seen
   */
  record Sighting(Device device, @Nullable FileArtifact file, @Nullable ProcessArtifact process) {}

  /**
   * Whose records it reads. Two that read the same ones have equal answers here, and are asked in
   * turn: the second would only say again what the first has said.
   */
  default Object records() {
    return this;
  }

  /**
   * Where a file of this hash was written or ran.
   *
   * @param file with a SHA-256 or SHA-1; nothing is found of one that has neither
   * @param since how far back
   * @param limit how many devices to list
   */
  List<Sighting> ofFile(FileArtifact file, Instant since, int limit);

  /** Which devices connected to this very URL; as {@link #ofFile} otherwise. */
  List<Sighting> ofUrl(Url url, Instant since, int limit);

  /** Which devices connected to this address; as {@link #ofFile} otherwise. */
  List<Sighting> ofAddress(IpAddress address, Instant since, int limit);
}
