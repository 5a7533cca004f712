package dev.quaestor.starter.ocsf;

import static dev.quaestor.starter.ocsf.OcsfClass.FILE_REMEDIATION_ACTIVITY;
import static dev.quaestor.starter.ocsf.OcsfClass.NETWORK_REMEDIATION_ACTIVITY;
import static dev.quaestor.starter.ocsf.OcsfClass.PROCESS_REMEDIATION_ACTIVITY;
import static dev.quaestor.starter.ocsf.OcsfClass.REMEDIATION_ACTIVITY;

import dev.quaestor.action.ActionType;

/**
 * Where an action stands in OCSF: the class by what it is done to, the activity by what it is for.
 * {@code activity_id} 1 Isolate, 2 Evict, 3 Restore, 4 Harden follow D3FEND's tactics; what only
 * looks has no number before schema 1.8 and is Other by its own name.
 */
record Placement(OcsfClass schemaClass, Code activity) {
  private static final Code ISOLATE = new Code(1, "Isolate");
  private static final Code EVICT = new Code(2, "Evict");
  static final Code RESTORE = new Code(3, "Restore");
  private static final Code HARDEN = new Code(4, "Harden");

  static Placement of(ActionType type) {
    return new Placement(schemaClass(type.touched()), activity(type));
  }

  private static OcsfClass schemaClass(ActionType.Touched touched) {
    return switch (touched) {
      case NETWORK -> NETWORK_REMEDIATION_ACTIVITY;
      case FILE -> FILE_REMEDIATION_ACTIVITY;
      case PROCESS -> PROCESS_REMEDIATION_ACTIVITY;
      case OTHER -> REMEDIATION_ACTIVITY;
    };
  }

  private static Code activity(ActionType type) {
    return switch (type.purpose()) {
      case ISOLATE -> ISOLATE;
      case EVICT -> EVICT;
      case RESTORE -> RESTORE;
      case HARDEN -> HARDEN;
      case OTHER -> Code.other(type.title());
    };
  }

  /** The same thing taken back. */
  Placement undone() {
    return new Placement(schemaClass, RESTORE);
  }
}
