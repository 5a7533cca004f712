package dev.quaestor.policy;

import dev.quaestor.action.Area;
import dev.quaestor.evidence.Verdict;

/**
 * Verdict, area, automation level and folder zone to a gate, as Defender's tables have it:
 * Suspicious always waits, email always waits, Malicious on a device goes by the device group's
 * level. Where a level needs a folder and there is none, a person is asked.
 */
final class Matrix {

  /** A gate and the reason for it, for people. */
  record Ruling(Gate gate, String because) {}

  private Matrix() {}

  static Ruling gate(Verdict verdict, Area area, AutomationLevel level, FolderZone zone) {
    return switch (verdict) {
      case NO_THREATS_FOUND, UNKNOWN -> new Ruling(Gate.NEVER, "No threat was found");
      case SUSPICIOUS -> new Ruling(Gate.APPROVAL, "Suspicious evidence always waits for a person");
      case MALICIOUS ->
          switch (area) {
            case EMAIL -> new Ruling(Gate.APPROVAL, "Email always waits for a person");
            case IDENTITY ->
                new Ruling(Gate.AUTOMATIC, "A compromised user is acted on immediately");
            case DEVICE -> onDevice(level, zone);
          };
    };
  }

  private static Ruling onDevice(AutomationLevel level, FolderZone zone) {
    return switch (level) {
      case FULL ->
          new Ruling(Gate.AUTOMATIC, "Malicious, and the device group has full automation");
      case SEMI_ALL ->
          new Ruling(Gate.APPROVAL, "The device group requires approval for everything");
      case SEMI_CORE ->
          zone == FolderZone.CORE || zone == FolderZone.NOWHERE
              ? new Ruling(
                  Gate.APPROVAL,
                  zone == FolderZone.CORE
                      ? "It is in a core folder, where the device group requires approval"
                      : "Its folder is not known, so it may be a core folder")
              : new Ruling(Gate.AUTOMATIC, "Malicious, outside core folders");
      case SEMI_NON_TEMP ->
          zone == FolderZone.TEMP
              ? new Ruling(Gate.AUTOMATIC, "Malicious, in a temporary folder")
              : new Ruling(
                  Gate.APPROVAL,
                  zone == FolderZone.NOWHERE
                      ? "Its folder is not known, so it may not be a temporary folder"
                      : "It is outside the temporary folders, where the device group requires "
                          + "approval");
      case NONE -> new Ruling(Gate.NEVER, "The device group has no automated response");
    };
  }
}
