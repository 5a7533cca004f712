package dev.quaestor.connector.linux;

import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.ProcessControl;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.ProcessArtifact;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** A process by its number and its start, which the host knows to the second. */
final class Processes extends HostWork implements ProcessControl {
  Processes(Inventory inventory, HostShell shell) {
    super(inventory, shell, HostScript.onFiles("processes.sh"));
  }

  @Override
  public Optional<String> obstacle(ProcessArtifact process, Acquaintance<KnownDevice> host) {
    return obstacle(process.deviceId(), host)
        .or(
            () ->
                process.processId() == null || process.processId() < 1
                    ? Optional.of("The process id is not known")
                    : Optional.empty())
        .or(
            () ->
                process.startedAt() == null
                    ? Optional.of(
                        "The start time of the process is not known, and by now its id alone may"
                            + " belong to another process")
                    : Optional.empty());
  }

  @Override
  public Progress kill(ProcessArtifact process, Mandate mandate) {
    var started = process.startedAt();
    return act(
        process.deviceId(),
        "end_process",
        Map.of(
            "pid",
            String.valueOf(process.processId()),
            "started",
            started == null ? "" : started.truncatedTo(ChronoUnit.MILLIS).toString()),
        mandate);
  }
}
