package dev.quaestor.action;

import com.google.re2j.Pattern;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Actions on a device, or on what lives on one. Sources: DOMAIN catalogue; Defender's machine
 * actions.
 */
public sealed interface DeviceAction extends RemediationAction {

  /** How much of the network an isolated device keeps. */
  enum Isolation {
    /** Nothing but the sensor's own service. */
    FULL,
    /** What the back end's exclusion rules leave, as mail and chat. */
    SELECTIVE
  }

  /** How thorough a scan is. */
  enum Scan {
    QUICK,
    FULL
  }

  /** Gathers logs, processes, connections of the device into the vault. Reads only. */
  record CollectInvestigationPackage(Device target) implements DeviceAction {}

  /** Cuts the device off the network. */
  record IsolateDevice(Device target, Isolation isolation) implements DeviceAction {
    public IsolateDevice {
      isolation = isolation == null ? Isolation.FULL : isolation;
    }

    @Override
    public Map<String, String> choices() {
      return Map.of(Choice.ISOLATION.name(), isolation.name());
    }

    @Override
    public String parameters() {
      return isolation.name();
    }

    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() ? Optional.of(new ReleaseDevice(target)) : Optional.empty();
    }
  }

  /** Gives an isolated device its network back. */
  record ReleaseDevice(Device target) implements DeviceAction {}

  /**
   * Takes the device out of the back end's care. Nothing brings it back but onboarding it again.
   */
  record OffboardDevice(Device target) implements DeviceAction {}

  /** Lets only trusted, signed programs run. */
  record RestrictCodeExecution(Device target) implements DeviceAction {
    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() ? Optional.of(new ReleaseCodeExecution(target)) : Optional.empty();
    }
  }

  /** Lifts the restriction. */
  record ReleaseCodeExecution(Device target) implements DeviceAction {}

  /** Has the device's antivirus look. */
  record RunAntivirusScan(Device target, Scan scan) implements DeviceAction {
    public RunAntivirusScan {
      scan = scan == null ? Scan.QUICK : scan;
    }

    @Override
    public Map<String, String> choices() {
      return Map.of(Choice.SCAN.name(), scan.name());
    }

    @Override
    public String parameters() {
      return scan.name();
    }
  }

  /** Ends the processes of a file and locks the file away. */
  record StopAndQuarantineFile(FileArtifact target) implements DeviceAction {
    private static final Pattern SHA1 = Pattern.compile("[0-9a-fA-F]{40}");

    /** It goes by the hash: a place more is another question. */
    @Override
    public String parameters() {
      return String.join("\n", target.alsoAt());
    }

    /** Whether it was gone already, the run itself says; what it is called must be known before. */
    @Override
    public Optional<Receipt> receiptUnseen() {
      return Optional.ofNullable(target.sha1())
          .filter(sha1 -> SHA1.matcher(sha1).matches())
          .map(Receipt.LockedAway::new);
    }

    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed()
          ? Optional.of(new ReleaseFromQuarantine(named(receipt)))
          : Optional.empty();
    }

    /** The file, by the name that its run found for it. */
    public FileArtifact named(@Nullable Receipt receipt) {
      return receipt instanceof Receipt.LockedAway locked ? target.ofSha1(locked.sha1()) : target;
    }
  }

  /** Puts a quarantined file back where it was. */
  record ReleaseFromQuarantine(FileArtifact target) implements DeviceAction {}

  /** Fetches a copy of a file into the vault. Reads only. */
  record RequestSample(FileArtifact target) implements DeviceAction {}

  /**
   * Has the managed devices refuse all traffic with a device that is not managed itself. Spreads
   * within minutes; Defender advises no more than 100 contained devices.
   */
  record ContainDevice(Device target) implements DeviceAction {
    @Override
    public Optional<RemediationAction> inverse(Receipt receipt) {
      return receipt.changed() ? Optional.of(new ReleaseContainedDevice(target)) : Optional.empty();
    }
  }

  /** Lets a contained device talk again. */
  record ReleaseContainedDevice(Device target) implements DeviceAction {}
}
