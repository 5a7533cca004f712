package dev.quaestor.lab.tenant;

import org.jspecify.annotations.Nullable;

/** The kinds of machine action, by their wire names. */
public enum MachineActionType {
  ISOLATE("Isolate"),
  UNISOLATE("Unisolate"),
  RESTRICT_CODE_EXECUTION("RestrictCodeExecution"),
  UNRESTRICT_CODE_EXECUTION("UnrestrictCodeExecution"),
  RUN_ANTIVIRUS_SCAN("RunAntiVirusScan"),
  STOP_AND_QUARANTINE_FILE("StopAndQuarantineFile"),
  COLLECT_INVESTIGATION_PACKAGE("CollectInvestigationPackage"),
  OFFBOARD("Offboard"),
  LIVE_RESPONSE("LiveResponse");

  private final String wireName;

  MachineActionType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The action that takes this one back, or null. */
  @Nullable MachineActionType inverse() {
    return switch (this) {
      case ISOLATE -> UNISOLATE;
      case UNISOLATE -> ISOLATE;
      case RESTRICT_CODE_EXECUTION -> UNRESTRICT_CODE_EXECUTION;
      case UNRESTRICT_CODE_EXECUTION -> RESTRICT_CODE_EXECUTION;
      case RUN_ANTIVIRUS_SCAN,
          STOP_AND_QUARANTINE_FILE,
          COLLECT_INVESTIGATION_PACKAGE,
          OFFBOARD,
          LIVE_RESPONSE ->
          null;
    };
  }
}
