package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import java.util.Map;
import java.util.Optional;

/**
 * Something done to the world about a verdict. A value: it knows its target, what would take it
 * back and what it must not run beside. Doing it is a capability's business.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(
      value = DeviceAction.CollectInvestigationPackage.class,
      name = "COLLECT_INVESTIGATION_PACKAGE"),
  @JsonSubTypes.Type(value = DeviceAction.IsolateDevice.class, name = "ISOLATE_DEVICE"),
  @JsonSubTypes.Type(value = DeviceAction.ReleaseDevice.class, name = "RELEASE_DEVICE"),
  @JsonSubTypes.Type(value = DeviceAction.OffboardDevice.class, name = "OFFBOARD_DEVICE"),
  @JsonSubTypes.Type(
      value = DeviceAction.RestrictCodeExecution.class,
      name = "RESTRICT_CODE_EXECUTION"),
  @JsonSubTypes.Type(
      value = DeviceAction.ReleaseCodeExecution.class,
      name = "RELEASE_CODE_EXECUTION"),
  @JsonSubTypes.Type(value = DeviceAction.RunAntivirusScan.class, name = "RUN_ANTIVIRUS_SCAN"),
  @JsonSubTypes.Type(
      value = DeviceAction.StopAndQuarantineFile.class,
      name = "STOP_AND_QUARANTINE_FILE"),
  @JsonSubTypes.Type(
      value = DeviceAction.ReleaseFromQuarantine.class,
      name = "RELEASE_FROM_QUARANTINE"),
  @JsonSubTypes.Type(value = DeviceAction.RequestSample.class, name = "REQUEST_SAMPLE"),
  @JsonSubTypes.Type(value = EmailAction.BlockUrl.class, name = "BLOCK_URL"),
  @JsonSubTypes.Type(value = EmailAction.UnblockUrl.class, name = "UNBLOCK_URL"),
  @JsonSubTypes.Type(value = EmailAction.SoftDeleteEmail.class, name = "SOFT_DELETE_EMAIL"),
  @JsonSubTypes.Type(value = EmailAction.HardDeleteEmail.class, name = "HARD_DELETE_EMAIL"),
  @JsonSubTypes.Type(value = EmailAction.MoveEmailToJunk.class, name = "MOVE_EMAIL_TO_JUNK"),
  @JsonSubTypes.Type(value = EmailAction.MoveEmailToInbox.class, name = "MOVE_EMAIL_TO_INBOX"),
  @JsonSubTypes.Type(value = EmailAction.QuarantineEmail.class, name = "QUARANTINE_EMAIL"),
  @JsonSubTypes.Type(
      value = EmailAction.QuarantineAttachment.class,
      name = "QUARANTINE_ATTACHMENT"),
  @JsonSubTypes.Type(value = EmailAction.RestoreEmail.class, name = "RESTORE_EMAIL"),
  @JsonSubTypes.Type(
      value = EmailAction.TurnOffExternalForwarding.class,
      name = "TURN_OFF_EXTERNAL_FORWARDING"),
  @JsonSubTypes.Type(value = EmailAction.RestoreForwarding.class, name = "RESTORE_FORWARDING"),
  @JsonSubTypes.Type(value = IdentityAction.DisableUser.class, name = "DISABLE_USER"),
  @JsonSubTypes.Type(value = IdentityAction.EnableUser.class, name = "ENABLE_USER"),
  @JsonSubTypes.Type(value = IdentityAction.RevokeSessions.class, name = "REVOKE_SESSIONS"),
  @JsonSubTypes.Type(
      value = IdentityAction.ConfirmUserCompromised.class,
      name = "CONFIRM_USER_COMPROMISED"),
  @JsonSubTypes.Type(value = IdentityAction.DismissUserRisk.class, name = "DISMISS_USER_RISK"),
  @JsonSubTypes.Type(value = LiveResponseAction.KillProcess.class, name = "KILL_PROCESS"),
  @JsonSubTypes.Type(value = LiveResponseAction.DeleteFile.class, name = "DELETE_FILE"),
  @JsonSubTypes.Type(value = LiveResponseAction.RestoreFile.class, name = "RESTORE_FILE"),
  @JsonSubTypes.Type(
      value = LiveResponseAction.RemoveScheduledTask.class,
      name = "REMOVE_SCHEDULED_TASK"),
  @JsonSubTypes.Type(
      value = LiveResponseAction.RestoreScheduledTask.class,
      name = "RESTORE_SCHEDULED_TASK"),
  @JsonSubTypes.Type(
      value = LiveResponseAction.RemoveRegistryEntry.class,
      name = "REMOVE_REGISTRY_ENTRY"),
  @JsonSubTypes.Type(
      value = LiveResponseAction.RestoreRegistryEntry.class,
      name = "RESTORE_REGISTRY_ENTRY"),
  @JsonSubTypes.Type(value = LiveResponseAction.StopService.class, name = "STOP_SERVICE"),
  @JsonSubTypes.Type(value = LiveResponseAction.RestoreService.class, name = "RESTORE_SERVICE"),
  @JsonSubTypes.Type(value = LiveResponseAction.DisableDriver.class, name = "DISABLE_DRIVER"),
  @JsonSubTypes.Type(value = LiveResponseAction.RestoreDriver.class, name = "RESTORE_DRIVER"),
  @JsonSubTypes.Type(value = LiveResponseAction.RunScript.class, name = "RUN_SCRIPT"),
  @JsonSubTypes.Type(value = DeviceAction.ContainDevice.class, name = "CONTAIN_DEVICE"),
  @JsonSubTypes.Type(
      value = DeviceAction.ReleaseContainedDevice.class,
      name = "RELEASE_CONTAINED_DEVICE"),
  @JsonSubTypes.Type(
      value = IdentityAction.ForcePasswordReset.class,
      name = "FORCE_PASSWORD_RESET"),
  @JsonSubTypes.Type(value = ExpandInvestigation.class, name = "EXPAND_INVESTIGATION"),
})
public sealed interface RemediationAction
    permits DeviceAction, LiveResponseAction, EmailAction, IdentityAction, ExpandInvestigation {

  ActionType type();

  Entity target();

  /**
   * The choices that make two actions of one type on one target different; empty when there are
   * none.
   */
  default String parameters() {
    return "";
  }

  /** What was chosen for it, by the names of {@link ActionType#choices}. */
  default Map<String, String> choices() {
    return Map.of();
  }

  /**
   * Which part of its target it is about, where one target has several; two actions of one type on
   * one target and part take each other's place.
   */
  default String part() {
    return "";
  }

  /**
   * What it shares with others that must not run at the same time: its device, mailbox, URL or
   * user.
   */
  default EntityKey lane() {
    return target().key();
  }

  /**
   * What takes one finished run of it back.
   *
   * @param receipt what that run recorded
   * @return empty when it cannot be undone, or changed nothing that could be
   */
  default Optional<RemediationAction> inverse(Receipt receipt) {
    return Optional.empty();
  }

  /**
   * What undo will need where that is known without looking at the world first.
   *
   * @return empty when {@link RemediationActivities#prepare} must read the state before
   */
  default Optional<Receipt> receiptUnseen() {
    return type().undoable() ? Optional.empty() : Optional.of(new Receipt.None());
  }

  /**
   * The same action on the same thing as it is known by now: a file's folder, a process's start
   * time, the messages that a cluster has today. The action itself where it is another thing.
   */
  default RemediationAction on(Entity refined) {
    return refined.key().equals(target().key()) ? type().on(refined, choices()).orElse(this) : this;
  }

  /** One line for people: what is done to what. */
  default String summary() {
    return type().title() + ": " + target().label();
  }
}
