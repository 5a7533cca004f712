package dev.quaestor.action;

import static dev.quaestor.fixtures.Fixtures.SHA256;
import static dev.quaestor.fixtures.Fixtures.downloadedFile;
import static dev.quaestor.fixtures.Fixtures.forwardingRule;
import static dev.quaestor.fixtures.Fixtures.laptop;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishCluster;
import static dev.quaestor.fixtures.Fixtures.phishUrl;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import java.time.Instant;
import java.util.List;

/** One of each action of the catalogue, in its order. */
public final class EveryAction {
  public static final UserAccount USER =
      new UserAccount("u-1", "megan@contoso.example", "S-1-5-21-1", "megan", "CONTOSO");

  private EveryAction() {}

  public static RemediationAction of(ActionType type) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE -> new DeviceAction.CollectInvestigationPackage(laptop());
      case ISOLATE_DEVICE ->
          new DeviceAction.IsolateDevice(laptop(), DeviceAction.Isolation.SELECTIVE);
      case RELEASE_DEVICE -> new DeviceAction.ReleaseDevice(laptop());
      case OFFBOARD_DEVICE -> new DeviceAction.OffboardDevice(laptop());
      case RESTRICT_CODE_EXECUTION -> new DeviceAction.RestrictCodeExecution(laptop());
      case RELEASE_CODE_EXECUTION -> new DeviceAction.ReleaseCodeExecution(laptop());
      case RUN_ANTIVIRUS_SCAN ->
          new DeviceAction.RunAntivirusScan(laptop(), DeviceAction.Scan.FULL);
      case STOP_AND_QUARANTINE_FILE -> new DeviceAction.StopAndQuarantineFile(downloadedFile());
      case RELEASE_FROM_QUARANTINE -> new DeviceAction.ReleaseFromQuarantine(downloadedFile());
      case REQUEST_SAMPLE -> new DeviceAction.RequestSample(downloadedFile());
      case BLOCK_URL -> new EmailAction.BlockUrl(phishUrl());
      case UNBLOCK_URL -> new EmailAction.UnblockUrl(phishUrl(), "{\"action\":\"Warn\"}");
      case SOFT_DELETE_EMAIL -> new EmailAction.SoftDeleteEmail(phishCluster());
      case HARD_DELETE_EMAIL -> new EmailAction.HardDeleteEmail(phish());
      case MOVE_EMAIL_TO_JUNK -> new EmailAction.MoveEmailToJunk(phish());
      case MOVE_EMAIL_TO_DELETED_ITEMS -> new EmailAction.MoveEmailToDeletedItems(phish());
      case MOVE_EMAIL_TO_INBOX -> new EmailAction.MoveEmailToInbox(phish());
      case QUARANTINE_EMAIL -> new EmailAction.QuarantineEmail(phish());
      case QUARANTINE_ATTACHMENT -> new EmailAction.QuarantineAttachment(phish(), SHA256);
      case RESTORE_EMAIL -> new EmailAction.RestoreEmail(phish(), List.of(moved()));
      case TURN_OFF_EXTERNAL_FORWARDING ->
          new EmailAction.TurnOffExternalForwarding(forwardingRule());
      case RESTORE_FORWARDING ->
          new EmailAction.RestoreForwarding(forwardingRule(), "{\"isEnabled\":true}");
      case DISABLE_USER -> new IdentityAction.DisableUser(USER);
      case ENABLE_USER -> new IdentityAction.EnableUser(USER);
      case REVOKE_SESSIONS -> new IdentityAction.RevokeSessions(USER);
      case CONFIRM_USER_COMPROMISED -> new IdentityAction.ConfirmUserCompromised(USER);
      case KILL_PROCESS ->
          new LiveResponseAction.KillProcess(
              new ProcessArtifact(
                  laptop().deviceId(),
                  4711L,
                  Instant.parse("2026-11-20T10:00:00Z"),
                  "powershell -enc AAAA",
                  downloadedFile(),
                  "megan"));
      case DELETE_FILE -> new LiveResponseAction.DeleteFile(downloadedFile());
      case RESTORE_FILE -> new LiveResponseAction.RestoreFile(downloadedFile(), IMAGE);
      case REMOVE_SCHEDULED_TASK -> new LiveResponseAction.RemoveScheduledTask(task());
      case RESTORE_SCHEDULED_TASK -> new LiveResponseAction.RestoreScheduledTask(task(), IMAGE);
      case REMOVE_REGISTRY_ENTRY -> new LiveResponseAction.RemoveRegistryEntry(registryEntry());
      case RESTORE_REGISTRY_ENTRY ->
          new LiveResponseAction.RestoreRegistryEntry(registryEntry(), IMAGE);
      case STOP_SERVICE -> new LiveResponseAction.StopService(service());
      case RESTORE_SERVICE -> new LiveResponseAction.RestoreService(service(), IMAGE);
      case DISABLE_DRIVER -> new LiveResponseAction.DisableDriver(driver());
      case RESTORE_DRIVER -> new LiveResponseAction.RestoreDriver(driver(), IMAGE);
      case CONTAIN_DEVICE -> new DeviceAction.ContainDevice(laptop());
      case RELEASE_CONTAINED_DEVICE -> new DeviceAction.ReleaseContainedDevice(laptop());
      case RUN_SCRIPT -> new LiveResponseAction.RunScript(laptop(), "collect.ps1", "-Quick");
      case EXPAND_INVESTIGATION ->
          new ExpandInvestigation(downloadedFile(), List.of("pc-02", "pc-01"));
      case FORCE_PASSWORD_RESET -> new IdentityAction.ForcePasswordReset(USER);
      case DISMISS_USER_RISK -> new IdentityAction.DismissUserRisk(USER);
    };
  }

  private static final String IMAGE = "{\"state\":\"as it was\"}";

  private static ScheduledTask task() {
    return new ScheduledTask(laptop().deviceId(), "\\Updater", "C:\\Users\\Public\\u.exe");
  }

  private static RegistryEntry registryEntry() {
    return new RegistryEntry(
        laptop().deviceId(),
        "HKEY_LOCAL_MACHINE",
        "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
        "Updater",
        "C:\\Users\\Public\\u.exe",
        "C:\\Users\\Public\\u.exe");
  }

  private static SystemService service() {
    return new SystemService(laptop().deviceId(), "EvilSvc", "C:\\Windows\\Temp\\svc.exe");
  }

  private static Driver driver() {
    return new Driver(laptop().deviceId(), "evil", "C:\\Windows\\Temp\\evil.sys");
  }

  public static Receipt.MovedMessage moved() {
    return message(Receipt.MessageResult.MOVED);
  }

  public static Receipt.MovedMessage message(Receipt.MessageResult result) {
    return new Receipt.MovedMessage(
        "megan@contoso.example",
        "<phish-1@evil.example>",
        "11111111-2222-3333-4444-555555555555",
        "folder-1",
        "inbox",
        "id-1",
        "id-2",
        "folder-2",
        result,
        "moved");
  }
}
