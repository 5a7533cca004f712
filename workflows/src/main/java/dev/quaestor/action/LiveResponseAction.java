package dev.quaestor.action;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done on a device by a command or script that runs there, and not by a switch of the back
 * end. One device does one of them at a time. Sources: DOMAIN §6.1 and the action catalogue;
 * Microsoft, <em>Investigate entities on devices using live response</em>.
 */
public sealed interface LiveResponseAction extends RemediationAction {

  /** Takes an item off a device and keeps what it was, so that it can be put back. */
  sealed interface Removal extends LiveResponseAction {
    /** What puts this item back from its image. */
    RemediationAction restoration(String image);

    @Override
    default Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt instanceof Receipt.BeforeImage before && before.image() != null
          ? Optional.of(restoration(before.image()))
          : Optional.empty();
    }
  }

  /** Puts an item back from the image that its removal recorded. */
  sealed interface Restoration extends LiveResponseAction {
    /** The item as it was, in the form in which the back end recorded it. */
    String image();
  }

  /** Ends one process: the one of that number that started at that time, never its successor. */
  record KillProcess(ProcessArtifact target) implements LiveResponseAction {}

  /**
   * Takes a file away from its path; a copy is kept on the device while its quarantine keeps it.
   */
  record DeleteFile(FileArtifact target) implements Removal {
    /** It goes by the path: a copy in another folder is another question. */
    @Override
    public String parameters() {
      return target.atPath().map(file -> file.key().value()).orElse("");
    }

    @Override
    public RemediationAction restoration(String image) {
      return new RestoreFile(target, image);
    }
  }

  /** Puts a deleted file back. */
  record RestoreFile(FileArtifact target, String image) implements Restoration {}

  /** Removes a scheduled task (Windows) or a cron entry or timer (Linux). */
  record RemoveScheduledTask(ScheduledTask target) implements Removal {
    @Override
    public RemediationAction restoration(String image) {
      return new RestoreScheduledTask(target, image);
    }
  }

  /** Puts a scheduled task back. */
  record RestoreScheduledTask(ScheduledTask target, String image) implements Restoration {}

  /** Removes a registry value, or a key with what is below it where the entry names no value. */
  record RemoveRegistryEntry(RegistryEntry target) implements Removal {
    @Override
    public RemediationAction restoration(String image) {
      return new RestoreRegistryEntry(target, image);
    }
  }

  /** Puts a registry entry back. */
  record RestoreRegistryEntry(RegistryEntry target, String image) implements Restoration {}

  /** Stops a service and keeps it from starting again. */
  record StopService(SystemService target) implements Removal {
    @Override
    public RemediationAction restoration(String image) {
      return new RestoreService(target, image);
    }
  }

  /** Gives a service its start mode back, and starts it if it ran. */
  record RestoreService(SystemService target, String image) implements Restoration {}

  /** Keeps a driver from being loaded at the next start. */
  record DisableDriver(Driver target) implements Removal {
    @Override
    public RemediationAction restoration(String image) {
      return new RestoreDriver(target, image);
    }
  }

  /** Gives a driver its start mode back. */
  record RestoreDriver(Driver target, String image) implements Restoration {}

  /**
   * Runs a script of the back end's library on a device. Nobody knows what a script does: nothing
   * takes it back.
   *
   * @param arguments as one line; null for none
   */
  record RunScript(Device target, String script, @Nullable String arguments)
      implements LiveResponseAction {
    public RunScript {
      if (script.isBlank()) {
        throw new IllegalArgumentException("script is blank");
      }
    }

    @Override
    public Map<String, String> choices() {
      return arguments == null
          ? Map.of(Choice.SCRIPT.name(), script)
          : Map.of(Choice.SCRIPT.name(), script, Choice.ARGUMENTS.name(), arguments);
    }

    @Override
    public String parameters() {
      return arguments == null ? script : script + " " + arguments;
    }

    @Override
    public String part() {
      return parameters();
    }

    @Override
    public String summary() {
      return type().title() + " " + parameters() + ": " + target.label();
    }
  }
}
