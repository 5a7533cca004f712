package dev.quaestor.connector.defender;

import dev.quaestor.action.Left;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.FileArtifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Release from quarantine. The API has no call for it: the documented way is the antivirus's own
 * command line on the device, here as a script of the live response library that takes the SHA-1.
 */
final class ScriptedRelease implements QuarantineRelease {
  private final String script;
  private final LiveResponse live;
  private final MachineActions actions;
  private final Sha1s sha1s;

  ScriptedRelease(String script, LiveResponse live, MachineActions actions, Sha1s sha1s) {
    this.script = script;
    this.live = live;
    this.actions = actions;
    this.sha1s = sha1s;
  }

  @Override
  public Optional<String> obstacle(FileArtifact file, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.identified(file.deviceId(), host),
        // By SHA-256 alone it is looked up when it is given back.
        Sha1s.told(file) || file.sha256() != null
            ? Optional.empty()
            : Optional.of("A file is released by its SHA-1, which is not known"),
        Requirements.managed(host),
        Requirements.liveResponse(host));
  }

  @Override
  public Progress release(FileArtifact file, Mandate mandate) {
    return settle(
        live.run(
            actions.machine(file.deviceId()),
            "RunScript",
            Map.of("ScriptName", script, "Args", sha1(file)),
            mandate));
  }

  @Override
  public Standing released(FileArtifact file) {
    var machineId = actions.machine(file.deviceId());
    var sha1 = sha1(file);
    return standing(both(machineId), sha1);
  }

  /** Of lockings and releases on a machine in one answer, the latest change first. */
  private Standing standing(List<MachineAction> known, String sha1) {
    var released = latest(known, sha1);
    if (released.isEmpty()) {
      return Standing.NOT_IN_FORCE;
    }
    var lockedAgain =
        known.stream()
            .filter(a -> locks(a, sha1) && a.succeeded())
            .anyMatch(a -> a.updated().isAfter(released.get().updated()));
    return lockedAgain ? Standing.NOT_IN_FORCE : Standing.IN_FORCE;
  }

  private List<MachineAction> both(String machineId) {
    return actions.of(machineId, Type.QUARANTINE, Type.LIVE_RESPONSE);
  }

  private static boolean locks(MachineAction action, String sha1) {
    return action.type() == Type.QUARANTINE && sha1.equals(action.sha1());
  }

  @Override
  public Optional<String> changedSince(FileArtifact file, Left left, Mandate mandate) {
    var known = both(actions.machine(file.deviceId()));
    var begun = known.stream().anyMatch(a -> a.type() == Type.LIVE_RESPONSE && a.isOf(mandate));
    if (begun) {
      return Optional.empty();
    }
    var sha1 = sha1(file);
    if (standing(known, sha1) == Standing.IN_FORCE) {
      return Optional.empty();
    }
    var locking = known.stream().filter(a -> locks(a, sha1)).toList();
    return MachineActions.changedSince(locking, Type.QUARANTINE, left, mandate);
  }

  /** The newest session that gave this file back and said so. */
  private Optional<MachineAction> latest(List<MachineAction> known, String sha1) {
    return known.stream()
        .filter(a -> a.type() == Type.LIVE_RESPONSE && a.succeeded() && gives(a, sha1))
        .filter(a -> exitCode(a.id()) == 0)
        .findFirst();
  }

  /**
   * Whether this file was given back after it was locked away.
   *
   * @param known lockings and releases on its machine, the latest change first
   */
  boolean followed(MachineAction locked, List<MachineAction> known, String sha1) {
    return latest(known, sha1).filter(r -> r.updated().isAfter(locked.updated())).isPresent();
  }

  private boolean gives(MachineAction action, String sha1) {
    for (var entry : action.commands()) {
      var params = BackEndJson.objects(BackEndJson.field(entry, "command"), "params");
      if (has(params, "ScriptName", script) && has(params, "Args", sha1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Iterable<JsonNode> params, String key, String value) {
    for (var param : params) {
      if (key.equalsIgnoreCase(BackEndJson.text(param, "key"))
          && value.equalsIgnoreCase(BackEndJson.text(param, "value"))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Progress poll(String ticket) {
    return settle(actions.get(ticket));
  }

  private Progress settle(MachineAction action) {
    if (!action.succeeded()) {
      return actions.progress(action);
    }
    // The session succeeds when the script ran, whatever the script says.
    var exit = exitCode(action.id());
    return exit == 0
        ? action.progress(false)
        : new Progress.Failed(
            "RELEASE_SCRIPT_FAILED", "the script " + script + " ended with exit code " + exit);
  }

  private long exitCode(String ticket) {
    return live.scriptResult(ticket).exitCode();
  }

  private String sha1(FileArtifact file) {
    return sha1s.of(file);
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
