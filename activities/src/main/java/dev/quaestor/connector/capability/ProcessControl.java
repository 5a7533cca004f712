package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.ProcessArtifact;
import java.util.Optional;

/** Ends processes on machines. Source: DOMAIN §11, {@code KILL_PROCESS}. */
public interface ProcessControl extends Capability, Asynchronous {

  /**
   * Why this process cannot be ended; empty when it can, as far as can be said without asking.
   *
   * @param host the device it runs on, as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(ProcessArtifact process, Acquaintance<KnownDevice> host);

  /**
   * Ends the process of that number that started at that time, and looks on the device whether it
   * is gone. Another process that has the number by now is left alone, which is {@link
   * Progress.Already}. The same mandate again finds the first one's result.
   */
  Progress kill(ProcessArtifact process, Mandate mandate);
}
