package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.ItemRemoval;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.defender.Requirements.Family;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code look-}, {@code remove-} and {@code restore-} of our script. */
final class Removals extends ScriptedWork implements ItemRemoval {
  Removals(DeviceScript script, MachineActions actions) {
    super(script, actions);
  }

  @Override
  public Optional<String> obstacle(OnDevice item, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.identified(item.deviceId(), host),
        item instanceof FileArtifact file ? path(file) : Optional.empty(),
        item instanceof RegistryEntry entry ? hive(entry) : Optional.empty(),
        Requirements.managed(host),
        Requirements.liveResponse(host),
        system(item, host));
  }

  static Optional<String> path(FileArtifact file) {
    var folder = file.directory();
    if (file.name() == null || folder == null) {
      return Optional.of("The file's full path is not known");
    }
    // The device would show its credentials to the other machine.
    if (isSlash(folder, 0) && isSlash(folder, 1)) {
      return Optional.of("The file's path leads to another machine or names a device");
    }
    if (isOnDrive(folder)) {
      return WindowsNames.isPlainPath(file.imagePath().orElseThrow())
          ? Optional.empty()
          : Optional.of("The file's path can be read in more than one way");
    }
    return folder.startsWith("/")
        ? Optional.empty()
        : Optional.of("The file's full path is not known");
  }

  private static boolean isSlash(String path, int at) {
    return path.length() > at && (path.charAt(at) == '\\' || path.charAt(at) == '/');
  }

  private static boolean isOnDrive(String path) {
    return path.length() > 1
        && path.charAt(1) == ':'
        && (path.charAt(0) | 0x20) >= 'a'
        && (path.charAt(0) | 0x20) <= 'z';
  }

  /** A script has no user of its own: the current user's part of the registry is nobody's. */
  private static Optional<String> hive(RegistryEntry entry) {
    var path = RegistryPath.of(entry);
    if (path.isEmpty()) {
      return Optional.of(
          "The registry key does not name a hive that is the same for all users (a user's "
              + "own is HKEY_USERS and the user's SID)");
    }
    return entry.valueName() == null && WindowsNames.isWideKey(path.get().key())
        ? Optional.of("A registry key this close to the root of its hive is not removed as a whole")
        : Optional.empty();
  }

  private static Optional<String> system(OnDevice item, Acquaintance<KnownDevice> host) {
    var onMac = Requirements.family(host) == Family.MACOS;
    return switch (item) {
      case RegistryEntry e -> Requirements.onWindows(host, 0, "Only Windows has a registry");
      case Driver d -> Requirements.onWindows(host, 0, "Drivers can be disabled only on Windows");
      case SystemService s -> elsewhere(onMac, "Services can be stopped only on Windows and Linux");
      case ScheduledTask t ->
          elsewhere(onMac, "Scheduled tasks can be removed only on Windows and Linux");
      default -> Optional.empty();
    };
  }

  private static Optional<String> elsewhere(boolean here, String sentence) {
    return here ? Optional.of(sentence) : Optional.empty();
  }

  @Override
  public Look look(OnDevice item, Mandate mandate) {
    // A mark of its own: the look and the act are two sessions of one action.
    var own = new Mandate(mandate.actionId() + "/look", mandate.comment());
    var session = run("look-", item, Map.of(), own);
    if (!session.succeeded()) {
      return switch (actions.progress(session)) {
        case Progress.InProgress running ->
            new Look.UnderWay(running.deviceAway(), running.sentence());
        case Progress.Failed failed -> new Look.Refused(failed.code(), failed.sentence());
        case Progress.Done other -> new Look.UnderWay(false, other.sentence());
        case Progress.Unseen other -> new Look.UnderWay(false, other.sentence());
        case Progress.Already other -> new Look.UnderWay(false, other.sentence());
        case Progress.Collected other -> new Look.UnderWay(false, other.sentence());
      };
    }
    return script
        .answer(session)
        .map(Removals::seen)
        .orElseGet(() -> new Look.UnderWay(false, "the script has not answered yet"));
  }

  private static Look seen(DeviceScript.Answer answer) {
    if (answer.refused() != null) {
      return new Look.Refused(code(answer.refused()), answer.detail());
    }
    if (!answer.found()) {
      return new Look.Gone(answer.detail());
    }
    return answer.image() == null
        ? new Look.Refused("NO_IMAGE", "the device did not say how to restore it")
        : new Look.There(answer.image());
  }

  @Override
  public Progress remove(OnDevice item, String image, Mandate mandate) {
    return settle(run("remove-", item, Map.of("image", image), mandate));
  }

  @Override
  public Progress restore(OnDevice item, String image, Mandate mandate) {
    return settle(run("restore-", item, Map.of("image", image), mandate));
  }

  private MachineAction run(String verb, OnDevice item, Map<String, String> more, Mandate mandate) {
    var request = new LinkedHashMap<>(more);
    var thing =
        switch (item) {
          case FileArtifact file -> {
            request.put("path", file.imagePath().orElseThrow());
            put(request, "sha256", file.sha256());
            put(request, "sha1", file.sha1());
            yield "file";
          }
          case ScheduledTask task -> {
            request.put("name", task.name());
            yield "task";
          }
          case RegistryEntry entry -> {
            var path = RegistryPath.of(entry).orElseThrow();
            request.put("hive", path.hive());
            request.put("key", path.key());
            put(request, "value", entry.valueName());
            yield "registry";
          }
          case SystemService service -> {
            request.put("name", service.name());
            yield "service";
          }
          case Driver driver -> {
            request.put("name", driver.name());
            yield "driver";
          }
          default -> throw new IllegalArgumentException("no such item can be removed");
        };
    return script.run(actions.machine(item.deviceId()), verb + thing, request, mandate);
  }

  private static void put(Map<String, String> request, String key, @Nullable String value) {
    if (value != null) {
      request.put(key, value);
    }
  }
}
