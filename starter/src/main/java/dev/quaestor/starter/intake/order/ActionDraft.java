package dev.quaestor.starter.intake.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.intake.json.Fields;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One action whose type and target are known; its parameters are read here. Every method notes what
 * is wrong and answers null then.
 *
 * @param order the object that holds {@code parameters}
 * @param at where the target stands in it, as {@code targets[3]}
 */
record ActionDraft(ActionType type, Entity target, Fields order, String at) {

  @Nullable RemediationAction action() {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE ->
          on(Device.class, DeviceAction.CollectInvestigationPackage::new);
      case ISOLATE_DEVICE -> isolate();
      case RELEASE_DEVICE -> on(Device.class, DeviceAction.ReleaseDevice::new);
      case OFFBOARD_DEVICE -> on(Device.class, DeviceAction.OffboardDevice::new);
      case RESTRICT_CODE_EXECUTION -> on(Device.class, DeviceAction.RestrictCodeExecution::new);
      case RELEASE_CODE_EXECUTION -> on(Device.class, DeviceAction.ReleaseCodeExecution::new);
      case RUN_ANTIVIRUS_SCAN -> scan();
      case STOP_AND_QUARANTINE_FILE -> onFile(DeviceAction.StopAndQuarantineFile::new);
      case RELEASE_FROM_QUARANTINE -> onFile(DeviceAction.ReleaseFromQuarantine::new);
      case REQUEST_SAMPLE -> onFile(DeviceAction.RequestSample::new);
      case BLOCK_URL -> on(Url.class, EmailAction.BlockUrl::new);
      case UNBLOCK_URL -> on(Url.class, url -> new EmailAction.UnblockUrl(url, null));
      case SOFT_DELETE_EMAIL -> onMail(EmailAction.SoftDeleteEmail::new);
      case HARD_DELETE_EMAIL -> onMail(EmailAction.HardDeleteEmail::new);
      case MOVE_EMAIL_TO_JUNK -> onMail(EmailAction.MoveEmailToJunk::new);
      case MOVE_EMAIL_TO_INBOX -> onMail(EmailAction.MoveEmailToInbox::new);
      case QUARANTINE_EMAIL -> onMail(EmailAction.QuarantineEmail::new);
      case QUARANTINE_ATTACHMENT -> quarantineAttachment();
      case RESTORE_EMAIL,
          RESTORE_FORWARDING,
          RESTORE_FILE,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER ->
          onlyAsUndo();
      case KILL_PROCESS -> onItem(ProcessArtifact.class, LiveResponseAction.KillProcess::new);
      case DELETE_FILE -> onFile(LiveResponseAction.DeleteFile::new);
      case REMOVE_SCHEDULED_TASK ->
          onItem(ScheduledTask.class, LiveResponseAction.RemoveScheduledTask::new);
      case REMOVE_REGISTRY_ENTRY ->
          onItem(RegistryEntry.class, LiveResponseAction.RemoveRegistryEntry::new);
      case STOP_SERVICE -> onItem(SystemService.class, LiveResponseAction.StopService::new);
      case DISABLE_DRIVER -> onItem(Driver.class, LiveResponseAction.DisableDriver::new);
      case CONTAIN_DEVICE -> on(Device.class, DeviceAction.ContainDevice::new);
      case RELEASE_CONTAINED_DEVICE -> on(Device.class, DeviceAction.ReleaseContainedDevice::new);
      case RUN_SCRIPT -> runScript();
      case FORCE_PASSWORD_RESET -> on(UserAccount.class, IdentityAction.ForcePasswordReset::new);
      case EXPAND_INVESTIGATION -> onlyByInvestigations();
      case TURN_OFF_EXTERNAL_FORWARDING ->
          on(MailboxRule.class, EmailAction.TurnOffExternalForwarding::new);
      case DISABLE_USER -> on(UserAccount.class, IdentityAction.DisableUser::new);
      case ENABLE_USER -> on(UserAccount.class, IdentityAction.EnableUser::new);
      case REVOKE_SESSIONS -> on(UserAccount.class, IdentityAction.RevokeSessions::new);
      case CONFIRM_USER_COMPROMISED ->
          on(UserAccount.class, IdentityAction.ConfirmUserCompromised::new);
      case DISMISS_USER_RISK -> on(UserAccount.class, IdentityAction.DismissUserRisk::new);
    };
  }

  private <T extends Entity> @Nullable RemediationAction on(
      Class<T> kind, Function<T, RemediationAction> make) {
    parameters(Set.of());
    var fitting = fitting(kind);
    return fitting == null ? null : make.apply(fitting);
  }

  private <T extends Entity> @Nullable T fitting(Class<T> kind) {
    if (kind.isInstance(target)) {
      return kind.cast(target);
    }
    wrongKind(wireName(kind));
    return null;
  }

  static String wireName(Class<? extends Entity> kind) {
    return Arrays.stream(Entity.class.getAnnotation(JsonSubTypes.class).value())
        .filter(type -> type.value() == kind)
        .map(JsonSubTypes.Type::name)
        .findFirst()
        .orElse(kind.getSimpleName());
  }

  private void wrongKind(String wanted) {
    order.problem(
        at + ".type",
        "must be %s for %s, is %s".formatted(wanted, type, wireName(target.getClass())));
  }

  private @Nullable RemediationAction isolate() {
    var parameters = parameters(Set.of("isolation"));
    var isolation =
        parameters == null
            ? null
            : parameters.word(
                "isolation",
                Map.of(
                    "FULL", DeviceAction.Isolation.FULL,
                    "SELECTIVE", DeviceAction.Isolation.SELECTIVE));
    var device = fitting(Device.class);
    return device == null
        ? null
        : new DeviceAction.IsolateDevice(
            device, isolation == null ? DeviceAction.Isolation.FULL : isolation);
  }

  private @Nullable RemediationAction scan() {
    var parameters = parameters(Set.of("scan"));
    var scan =
        parameters == null
            ? null
            : parameters.word(
                "scan", Map.of("QUICK", DeviceAction.Scan.QUICK, "FULL", DeviceAction.Scan.FULL));
    var device = fitting(Device.class);
    return device == null
        ? null
        : new DeviceAction.RunAntivirusScan(device, scan == null ? DeviceAction.Scan.QUICK : scan);
  }

  /** A file is acted on where it lies: without its device there is nobody to ask. */
  private @Nullable RemediationAction onFile(Function<FileArtifact, RemediationAction> make) {
    parameters(Set.of());
    var file = fitting(FileArtifact.class);
    if (file != null && file.deviceId() == null) {
      order.problem(at + ".deviceId", "is missing: the file of which device?");
    }
    return file == null ? null : make.apply(file);
  }

  private <T extends Entity & OnDevice> @Nullable RemediationAction onItem(
      Class<T> kind, Function<T, RemediationAction> make) {
    parameters(Set.of());
    var item = fitting(kind);
    if (item != null && item.deviceId() == null) {
      order.problem(at + ".deviceId", "is missing: on which device?");
    }
    return item == null ? null : make.apply(item);
  }

  private @Nullable RemediationAction runScript() {
    var parameters = parameters(Set.of("script", "arguments"));
    var script = parameters == null ? null : parameters.text("script");
    if (parameters == null || script == null || script.isBlank()) {
      order.problem("parameters.script", "is missing: which script of the library?");
      return null;
    }
    var device = fitting(Device.class);
    return device == null
        ? null
        : new LiveResponseAction.RunScript(device, script, parameters.text("arguments"));
  }

  private @Nullable RemediationAction onlyByInvestigations() {
    order.problem("type", type + " is asked for by investigations and cannot be ordered by hand");
    return null;
  }

  private @Nullable RemediationAction onMail(Function<Entity, RemediationAction> make) {
    parameters(Set.of());
    return switch (target) {
      case MailCluster cluster -> make.apply(cluster);
      case MailMessage message -> {
        requireRecipient(message);
        yield make.apply(message);
      }
      default -> {
        wrongKind("mailMessage or mailCluster");
        yield null;
      }
    };
  }

  private void requireRecipient(MailMessage message) {
    if (message.recipient() == null) {
      order.problem(at + ".recipient", "is missing: the message in which mailbox?");
    }
  }

  private @Nullable RemediationAction quarantineAttachment() {
    var parameters = parameters(Set.of("sha256"));
    var sha256 = parameters == null ? null : parameters.hash("sha256", 64);
    if (parameters == null || !parameters.has("sha256")) {
      order.problem("parameters.sha256", "is missing: which attachment?");
    }
    var message = fitting(MailMessage.class);
    if (message != null) {
      requireRecipient(message);
    }
    return message == null || sha256 == null
        ? null
        : new EmailAction.QuarantineAttachment(message, sha256);
  }

  private @Nullable RemediationAction onlyAsUndo() {
    order.problem(
        "type",
        type
            + " puts back what an action recorded and cannot be ordered by hand: undo that action"
            + " instead");
    return null;
  }

  private @Nullable Fields parameters(Set<String> known) {
    var parameters = order.object("parameters");
    if (parameters != null) {
      ActionRequestReader.refuseUnknown(parameters, known);
    }
    return parameters;
  }
}
