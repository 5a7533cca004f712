package dev.quaestor.execution;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;

/**
 * The table of all actions: which port does each, what stands in its way, and what doing it means.
 * A new action is one more row, and the compiler asks for it.
 */
final class ActionTable {
  private ActionTable() {}

  static ActionExecution row(ActionType type) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE -> DeviceRows.collectInvestigationPackage();
      case ISOLATE_DEVICE -> DeviceRows.isolateDevice();
      case RELEASE_DEVICE -> DeviceRows.releaseDevice();
      case OFFBOARD_DEVICE -> DeviceRows.offboardDevice();
      case RESTRICT_CODE_EXECUTION -> DeviceRows.restrictCodeExecution();
      case RELEASE_CODE_EXECUTION -> DeviceRows.releaseCodeExecution();
      case RUN_ANTIVIRUS_SCAN -> DeviceRows.runAntivirusScan();
      case STOP_AND_QUARANTINE_FILE -> ItemRows.stopAndQuarantineFile();
      case RELEASE_FROM_QUARANTINE -> ItemRows.releaseFromQuarantine();
      case REQUEST_SAMPLE -> ItemRows.requestSample();
      case KILL_PROCESS -> ItemRows.killProcess();
      case DELETE_FILE -> ItemRows.removal(LiveResponseAction.DeleteFile.class, FileArtifact.class);
      case RESTORE_FILE ->
          ItemRows.restoration(LiveResponseAction.RestoreFile.class, FileArtifact.class);
      case REMOVE_SCHEDULED_TASK ->
          ItemRows.removal(LiveResponseAction.RemoveScheduledTask.class, ScheduledTask.class);
      case RESTORE_SCHEDULED_TASK ->
          ItemRows.restoration(LiveResponseAction.RestoreScheduledTask.class, ScheduledTask.class);
      case REMOVE_REGISTRY_ENTRY ->
          ItemRows.removal(LiveResponseAction.RemoveRegistryEntry.class, RegistryEntry.class);
      case RESTORE_REGISTRY_ENTRY ->
          ItemRows.restoration(LiveResponseAction.RestoreRegistryEntry.class, RegistryEntry.class);
      case STOP_SERVICE ->
          ItemRows.removal(LiveResponseAction.StopService.class, SystemService.class);
      case RESTORE_SERVICE ->
          ItemRows.restoration(LiveResponseAction.RestoreService.class, SystemService.class);
      case DISABLE_DRIVER -> ItemRows.removal(LiveResponseAction.DisableDriver.class, Driver.class);
      case RESTORE_DRIVER ->
          ItemRows.restoration(LiveResponseAction.RestoreDriver.class, Driver.class);
      case CONTAIN_DEVICE -> DeviceRows.containDevice();
      case RELEASE_CONTAINED_DEVICE -> DeviceRows.releaseContainedDevice();
      case RUN_SCRIPT -> DeviceRows.runScript();
      case EXPAND_INVESTIGATION -> new ActionExecution.NeedsNobody();
      case BLOCK_URL -> MailRows.blockUrl();
      case UNBLOCK_URL -> MailRows.unblockUrl();
      case SOFT_DELETE_EMAIL ->
          MailRows.move(EmailAction.SoftDeleteEmail.class, Destination.RECOVERABLE);
      case HARD_DELETE_EMAIL -> MailRows.hardDeleteEmail();
      case MOVE_EMAIL_TO_JUNK -> MailRows.move(EmailAction.MoveEmailToJunk.class, Destination.JUNK);
      case MOVE_EMAIL_TO_DELETED_ITEMS ->
          MailRows.move(EmailAction.MoveEmailToDeletedItems.class, Destination.DELETED_ITEMS);
      case MOVE_EMAIL_TO_INBOX ->
          MailRows.move(EmailAction.MoveEmailToInbox.class, Destination.INBOX);
      case QUARANTINE_EMAIL ->
          MailRows.move(EmailAction.QuarantineEmail.class, Destination.QUARANTINE);
      case QUARANTINE_ATTACHMENT -> MailRows.quarantineAttachment();
      case RESTORE_EMAIL -> MailRows.restoreEmail();
      case TURN_OFF_EXTERNAL_FORWARDING -> MailRows.turnOffExternalForwarding();
      case RESTORE_FORWARDING -> MailRows.restoreForwarding();
      case DISABLE_USER -> IdentityRows.disableUser();
      case ENABLE_USER -> IdentityRows.enableUser();
      case REVOKE_SESSIONS -> IdentityRows.revokeSessions();
      case CONFIRM_USER_COMPROMISED -> IdentityRows.confirmUserCompromised();
      case DISMISS_USER_RISK -> IdentityRows.dismissUserRisk();
      case FORCE_PASSWORD_RESET -> IdentityRows.forcePasswordReset();
    };
  }
}
