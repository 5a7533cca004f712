package dev.quaestor.action;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes an action of a type out of a piece of evidence: an action on a device is meant for the
 * device it lives on.
 */
final class OldTargets {
  private final Map<EntityKey, Device> devices;

  OldTargets(Map<EntityKey, Device> devices) {
    this.devices = devices;
  }

  private static final Set<EntityKind> ON_A_DEVICE =
      Set.of(
          EntityKind.DEVICE,
          EntityKind.FILE,
          EntityKind.PROCESS,
          EntityKind.REGISTRY_ENTRY,
          EntityKind.SCHEDULED_TASK,
          EntityKind.SERVICE,
          EntityKind.DRIVER);

  /** The kinds for which {@link #of} may give something. */
  static Set<EntityKind> kindsFor(ActionType type) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE,
          ISOLATE_DEVICE,
          OFFBOARD_DEVICE,
          RESTRICT_CODE_EXECUTION,
          RUN_ANTIVIRUS_SCAN,
          CONTAIN_DEVICE ->
          ON_A_DEVICE;
      case STOP_AND_QUARANTINE_FILE, REQUEST_SAMPLE, DELETE_FILE ->
          Set.of(EntityKind.FILE, EntityKind.PROCESS);
      case KILL_PROCESS -> Set.of(EntityKind.PROCESS);
      case REMOVE_SCHEDULED_TASK -> Set.of(EntityKind.SCHEDULED_TASK);
      case REMOVE_REGISTRY_ENTRY -> Set.of(EntityKind.REGISTRY_ENTRY);
      case STOP_SERVICE -> Set.of(EntityKind.SERVICE);
      case DISABLE_DRIVER -> Set.of(EntityKind.DRIVER);
      case BLOCK_URL -> Set.of(EntityKind.URL);
      case SOFT_DELETE_EMAIL,
          HARD_DELETE_EMAIL,
          MOVE_EMAIL_TO_JUNK,
          MOVE_EMAIL_TO_INBOX,
          QUARANTINE_EMAIL ->
          Set.of(EntityKind.MAIL_MESSAGE, EntityKind.MAIL_CLUSTER);
      case QUARANTINE_ATTACHMENT -> Set.of(EntityKind.MAIL_MESSAGE);
      case TURN_OFF_EXTERNAL_FORWARDING -> Set.of(EntityKind.MAILBOX_RULE);
      case DISABLE_USER, REVOKE_SESSIONS, CONFIRM_USER_COMPROMISED, FORCE_PASSWORD_RESET ->
          Set.of(EntityKind.USER);
      case RUN_SCRIPT,
          EXPAND_INVESTIGATION,
          RELEASE_DEVICE,
          RELEASE_CODE_EXECUTION,
          RELEASE_FROM_QUARANTINE,
          RESTORE_FILE,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          RELEASE_CONTAINED_DEVICE,
          UNBLOCK_URL,
          RESTORE_EMAIL,
          RESTORE_FORWARDING,
          ENABLE_USER,
          DISMISS_USER_RISK ->
          Set.of();
    };
  }

  /** The actions of this type about this thing; none where the type makes no sense for it. */
  List<RemediationAction> of(ActionType type, Entity entity) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE ->
          onDevice(entity, DeviceAction.CollectInvestigationPackage::new);
      case ISOLATE_DEVICE ->
          onDevice(entity, d -> new DeviceAction.IsolateDevice(d, DeviceAction.Isolation.FULL));
      case OFFBOARD_DEVICE -> onDevice(entity, DeviceAction.OffboardDevice::new);
      case RESTRICT_CODE_EXECUTION -> onDevice(entity, DeviceAction.RestrictCodeExecution::new);
      case RUN_ANTIVIRUS_SCAN ->
          onDevice(entity, d -> new DeviceAction.RunAntivirusScan(d, DeviceAction.Scan.QUICK));
      case STOP_AND_QUARANTINE_FILE -> onFile(entity, DeviceAction.StopAndQuarantineFile::new);
      case REQUEST_SAMPLE -> onFile(entity, DeviceAction.RequestSample::new);
      case BLOCK_URL ->
          entity instanceof Url url ? List.of(new EmailAction.BlockUrl(url)) : List.of();
      case SOFT_DELETE_EMAIL -> onMail(entity, EmailAction.SoftDeleteEmail::new);
      case HARD_DELETE_EMAIL -> onMail(entity, EmailAction.HardDeleteEmail::new);
      case MOVE_EMAIL_TO_JUNK -> onMail(entity, EmailAction.MoveEmailToJunk::new);
      case MOVE_EMAIL_TO_INBOX -> onMail(entity, EmailAction.MoveEmailToInbox::new);
      case QUARANTINE_EMAIL -> onMail(entity, EmailAction.QuarantineEmail::new);
      case QUARANTINE_ATTACHMENT -> attachments(entity);
      case TURN_OFF_EXTERNAL_FORWARDING ->
          entity instanceof MailboxRule rule
              ? List.of(new EmailAction.TurnOffExternalForwarding(rule))
              : List.of();
      case DISABLE_USER -> onUser(entity, IdentityAction.DisableUser::new);
      case REVOKE_SESSIONS -> onUser(entity, IdentityAction.RevokeSessions::new);
      case CONFIRM_USER_COMPROMISED -> onUser(entity, IdentityAction.ConfirmUserCompromised::new);
      case KILL_PROCESS ->
          onDeviceItem(entity, ProcessArtifact.class, LiveResponseAction.KillProcess::new);
      case DELETE_FILE -> onFile(entity, LiveResponseAction.DeleteFile::new);
      case REMOVE_SCHEDULED_TASK ->
          onDeviceItem(entity, ScheduledTask.class, LiveResponseAction.RemoveScheduledTask::new);
      case REMOVE_REGISTRY_ENTRY ->
          onDeviceItem(entity, RegistryEntry.class, LiveResponseAction.RemoveRegistryEntry::new);
      case STOP_SERVICE ->
          onDeviceItem(entity, SystemService.class, LiveResponseAction.StopService::new);
      case DISABLE_DRIVER ->
          onDeviceItem(entity, Driver.class, LiveResponseAction.DisableDriver::new);
      case CONTAIN_DEVICE -> onDevice(entity, DeviceAction.ContainDevice::new);
      case FORCE_PASSWORD_RESET -> onUser(entity, IdentityAction.ForcePasswordReset::new);
      // A script needs a name and an expansion its devices: neither follows from evidence alone.
      case RUN_SCRIPT, EXPAND_INVESTIGATION -> List.of();
      // What takes something back is never planned: it belongs to an undo or to a person.
      case RELEASE_DEVICE,
          RELEASE_CODE_EXECUTION,
          RELEASE_FROM_QUARANTINE,
          RESTORE_FILE,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          RELEASE_CONTAINED_DEVICE,
          UNBLOCK_URL,
          RESTORE_EMAIL,
          RESTORE_FORWARDING,
          ENABLE_USER,
          DISMISS_USER_RISK ->
          List.of();
    };
  }

  private List<RemediationAction> onDevice(
      Entity entity, Function<Device, RemediationAction> action) {
    if (entity instanceof Device device) {
      return List.of(action.apply(device));
    }
    return entity instanceof OnDevice on && on.deviceId() != null
        ? List.of(
            action.apply(
                devices.getOrDefault(on.deviceKey().orElseThrow(), Device.ofId(on.deviceId()))))
        : List.of();
  }

  private static <T extends OnDevice> List<RemediationAction> onDeviceItem(
      Entity entity, Class<T> kind, Function<T, RemediationAction> action) {
    return kind.isInstance(entity) && kind.cast(entity).deviceId() != null
        ? List.of(action.apply(kind.cast(entity)))
        : List.of();
  }

  private static List<RemediationAction> onFile(
      Entity entity, Function<FileArtifact, RemediationAction> action) {
    var file =
        switch (entity) {
          case FileArtifact f -> f;
          case ProcessArtifact p -> p.image();
          default -> null;
        };
    return file != null && file.deviceId() != null ? List.of(action.apply(file)) : List.of();
  }

  private static List<RemediationAction> onMail(
      Entity entity, Function<Entity, RemediationAction> action) {
    return entity instanceof MailMessage || entity instanceof MailCluster
        ? List.of(action.apply(entity))
        : List.of();
  }

  private static List<RemediationAction> attachments(Entity entity) {
    return entity instanceof MailMessage mail
        ? mail.attachments().stream()
            .filter(a -> a.sha256() != null)
            .<RemediationAction>map(
                a -> new EmailAction.QuarantineAttachment(mail, String.valueOf(a.sha256())))
            .toList()
        : List.of();
  }

  private static List<RemediationAction> onUser(
      Entity entity, Function<UserAccount, RemediationAction> action) {
    return entity instanceof UserAccount user ? List.of(action.apply(user)) : List.of();
  }
}
