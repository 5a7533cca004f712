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
record OldPlacement(OcsfClass schemaClass, Code activity) {
  private static final Code ISOLATE = new Code(1, "Isolate");
  private static final Code EVICT = new Code(2, "Evict");
  static final Code RESTORE = new Code(3, "Restore");
  private static final Code HARDEN = new Code(4, "Harden");

  static OldPlacement of(ActionType type) {
    return switch (type) {
      case ISOLATE_DEVICE, CONTAIN_DEVICE, BLOCK_URL ->
          new OldPlacement(NETWORK_REMEDIATION_ACTIVITY, ISOLATE);
      case RELEASE_DEVICE, RELEASE_CONTAINED_DEVICE, UNBLOCK_URL ->
          new OldPlacement(NETWORK_REMEDIATION_ACTIVITY, RESTORE);
      case STOP_AND_QUARANTINE_FILE, QUARANTINE_ATTACHMENT ->
          new OldPlacement(FILE_REMEDIATION_ACTIVITY, ISOLATE);
      case DELETE_FILE -> new OldPlacement(FILE_REMEDIATION_ACTIVITY, EVICT);
      case RELEASE_FROM_QUARANTINE, RESTORE_FILE ->
          new OldPlacement(FILE_REMEDIATION_ACTIVITY, RESTORE);
      case REQUEST_SAMPLE -> new OldPlacement(FILE_REMEDIATION_ACTIVITY, Code.other(type.title()));
      case KILL_PROCESS -> new OldPlacement(PROCESS_REMEDIATION_ACTIVITY, EVICT);
      case RESTRICT_CODE_EXECUTION, QUARANTINE_EMAIL ->
          new OldPlacement(REMEDIATION_ACTIVITY, ISOLATE);
      case REMOVE_SCHEDULED_TASK,
          REMOVE_REGISTRY_ENTRY,
          STOP_SERVICE,
          DISABLE_DRIVER,
          SOFT_DELETE_EMAIL,
          HARD_DELETE_EMAIL,
          MOVE_EMAIL_TO_JUNK,
          DISABLE_USER,
          REVOKE_SESSIONS ->
          new OldPlacement(REMEDIATION_ACTIVITY, EVICT);
      case RELEASE_CODE_EXECUTION,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          MOVE_EMAIL_TO_INBOX,
          RESTORE_EMAIL,
          RESTORE_FORWARDING,
          ENABLE_USER,
          DISMISS_USER_RISK ->
          new OldPlacement(REMEDIATION_ACTIVITY, RESTORE);
      case TURN_OFF_EXTERNAL_FORWARDING, CONFIRM_USER_COMPROMISED, FORCE_PASSWORD_RESET ->
          new OldPlacement(REMEDIATION_ACTIVITY, HARDEN);
      case COLLECT_INVESTIGATION_PACKAGE,
          OFFBOARD_DEVICE,
          RUN_ANTIVIRUS_SCAN,
          RUN_SCRIPT,
          EXPAND_INVESTIGATION ->
          new OldPlacement(REMEDIATION_ACTIVITY, Code.other(type.title()));
    };
  }

  /** The same thing taken back. */
  OldPlacement undone() {
    return new OldPlacement(schemaClass, RESTORE);
  }
}
