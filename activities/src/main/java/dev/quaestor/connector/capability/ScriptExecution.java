package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts of the back end's library on machines. Ends as {@link Progress.Collected}, with what
 * the script wrote, or as {@link Progress.Failed} when it ended with another exit code than 0.
 */
public interface ScriptExecution extends Capability, Asynchronous {

  /**
   * Why no script can be run on this device; empty when one can, as far as can be said without
   * asking.
   *
   * @param host the device as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host);

  /**
   * Runs a script once; the same mandate again finds the first run's result.
   *
   * @param script its name in the library; one that is not there is {@link Progress.Failed}
   * @param arguments as one line, or null; of characters that the back end allows
   */
  Progress run(Device device, String script, @Nullable String arguments, Mandate mandate);
}
