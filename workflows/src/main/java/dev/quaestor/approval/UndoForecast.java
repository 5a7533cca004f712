package dev.quaestor.approval;

import dev.quaestor.action.RemediationAction;

/** Whether an action can be taken back, said before it is done. */
final class UndoForecast {
  private UndoForecast() {}

  static PendingAction.Undo of(RemediationAction action) {
    return action
        .type()
        .notUndoableBecause()
        .map(why -> new PendingAction.Undo(false, why))
        .orElseGet(() -> new PendingAction.Undo(true, how(action)));
  }

  /** What undo does and what it does not give back. */
  private static String how(RemediationAction action) {
    return switch (action.type()) {
      case ISOLATE_DEVICE ->
          "Undo gives the device its network back; connections that were cut stay cut";
      case RESTRICT_CODE_EXECUTION -> "Undo lets the device run programs as before";
      case CONTAIN_DEVICE -> "Undo lets other devices talk to it again";
      case STOP_AND_QUARANTINE_FILE ->
          "Undo puts the file back; what ran of it is not started again";
      case DELETE_FILE -> "Undo puts the file back where it was";
      case REMOVE_SCHEDULED_TASK -> "Undo creates the task again as it was";
      case REMOVE_REGISTRY_ENTRY -> "Undo writes the entry again as it was";
      case STOP_SERVICE -> "Undo starts the service again, if it ran before";
      case DISABLE_DRIVER -> "Undo enables the driver again; a restart may be needed";
      case BLOCK_URL -> "Undo lets the URL be opened again; clicks that were refused stay refused";
      case SOFT_DELETE_EMAIL,
          MOVE_EMAIL_TO_JUNK,
          MOVE_EMAIL_TO_DELETED_ITEMS,
          MOVE_EMAIL_TO_INBOX,
          QUARANTINE_EMAIL ->
          "Undo moves each message back to the folder it was in";
      case QUARANTINE_ATTACHMENT -> "Undo puts the attachment back into the message";
      case TURN_OFF_EXTERNAL_FORWARDING ->
          "Undo forwards again as before; mail that came meanwhile is not sent on";
      case DISABLE_USER -> "Undo lets the account sign in again; ended sessions stay ended";
      case CONFIRM_USER_COMPROMISED -> "Undo sets the account's risk back to what it was";
      case COLLECT_INVESTIGATION_PACKAGE,
          RELEASE_DEVICE,
          OFFBOARD_DEVICE,
          RELEASE_CODE_EXECUTION,
          RUN_ANTIVIRUS_SCAN,
          RELEASE_FROM_QUARANTINE,
          REQUEST_SAMPLE,
          KILL_PROCESS,
          RESTORE_FILE,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          RELEASE_CONTAINED_DEVICE,
          RUN_SCRIPT,
          EXPAND_INVESTIGATION,
          UNBLOCK_URL,
          HARD_DELETE_EMAIL,
          RESTORE_EMAIL,
          RESTORE_FORWARDING,
          ENABLE_USER,
          REVOKE_SESSIONS,
          DISMISS_USER_RISK,
          FORCE_PASSWORD_RESET ->
          "Undo takes it back";
    };
  }
}
