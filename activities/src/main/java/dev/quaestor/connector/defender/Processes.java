package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.ProcessControl;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.ProcessArtifact;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** {@code kill-process} of our script. */
final class Processes extends ScriptedWork implements ProcessControl {
  Processes(DeviceScript script, MachineActions actions) {
    super(script, actions);
  }

  @Override
  public Optional<String> obstacle(ProcessArtifact process, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.identified(process.deviceId(), host),
        process.processId() == null || process.processId() < 1
            ? Optional.of("The process id is not known")
            : Optional.empty(),
        process.startedAt() == null
            ? Optional.of(
                "The start time of the process is not known, and by now its id alone may "
                    + "belong to another process")
            : Optional.empty(),
        Requirements.managed(host),
        Requirements.liveResponse(host));
  }

  @Override
  public Progress kill(ProcessArtifact process, Mandate mandate) {
    var request =
        Map.of(
            "pid", String.valueOf(process.processId()),
            "started", started(process));
    return settle(
        script.run(actions.machine(process.deviceId()), "kill-process", request, mandate));
  }

  /** Milliseconds: not every reader of times takes nine digits behind the point. */
  private static String started(ProcessArtifact process) {
    var at = process.startedAt();
    return at == null ? "" : at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
