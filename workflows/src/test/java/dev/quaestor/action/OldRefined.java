package dev.quaestor.action;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.util.function.Function;

/**
 * The same action on the same thing, with what a back end knows of it added: a file's folder, a
 * process's start time, the messages that a cluster has today.
 */
final class OldRefined {
  private final RemediationAction action;
  private final Entity refined;

  private OldRefined(RemediationAction action, Entity refined) {
    this.action = action;
    this.refined = refined;
  }

  /** The action itself where the refined thing is no longer the same one. */
  static RemediationAction of(RemediationAction action, Entity refined) {
    return refined.key().equals(action.target().key())
        ? new OldRefined(action, refined).refined()
        : action;
  }

  private RemediationAction refined() {
    return switch (action) {
      case DeviceAction device -> onDevice(device);
      case LiveResponseAction live -> liveResponse(live);
      case EmailAction mail -> mail(mail);
      case IdentityAction identity -> identity(identity);
      case ExpandInvestigation expand -> expand;
    };
  }

  private <T extends Entity> RemediationAction as(
      Class<T> kind, Function<T, RemediationAction> make) {
    return kind.isInstance(refined) ? make.apply(kind.cast(refined)) : action;
  }

  private RemediationAction onDevice(DeviceAction given) {
    return switch (given) {
      case DeviceAction.CollectInvestigationPackage a ->
          as(Device.class, DeviceAction.CollectInvestigationPackage::new);
      case DeviceAction.IsolateDevice a ->
          as(Device.class, d -> new DeviceAction.IsolateDevice(d, a.isolation()));
      case DeviceAction.ReleaseDevice a -> as(Device.class, DeviceAction.ReleaseDevice::new);
      case DeviceAction.OffboardDevice a -> as(Device.class, DeviceAction.OffboardDevice::new);
      case DeviceAction.RestrictCodeExecution a ->
          as(Device.class, DeviceAction.RestrictCodeExecution::new);
      case DeviceAction.ReleaseCodeExecution a ->
          as(Device.class, DeviceAction.ReleaseCodeExecution::new);
      case DeviceAction.RunAntivirusScan a ->
          as(Device.class, d -> new DeviceAction.RunAntivirusScan(d, a.scan()));
      case DeviceAction.StopAndQuarantineFile a ->
          as(FileArtifact.class, DeviceAction.StopAndQuarantineFile::new);
      case DeviceAction.ReleaseFromQuarantine a ->
          as(FileArtifact.class, DeviceAction.ReleaseFromQuarantine::new);
      case DeviceAction.RequestSample a -> as(FileArtifact.class, DeviceAction.RequestSample::new);
      case DeviceAction.ContainDevice a -> as(Device.class, DeviceAction.ContainDevice::new);
      case DeviceAction.ReleaseContainedDevice a ->
          as(Device.class, DeviceAction.ReleaseContainedDevice::new);
    };
  }

  private RemediationAction liveResponse(LiveResponseAction given) {
    return switch (given) {
      case LiveResponseAction.KillProcess a ->
          as(ProcessArtifact.class, LiveResponseAction.KillProcess::new);
      case LiveResponseAction.DeleteFile a ->
          as(FileArtifact.class, LiveResponseAction.DeleteFile::new);
      case LiveResponseAction.RemoveScheduledTask a ->
          as(ScheduledTask.class, LiveResponseAction.RemoveScheduledTask::new);
      case LiveResponseAction.RemoveRegistryEntry a ->
          as(RegistryEntry.class, LiveResponseAction.RemoveRegistryEntry::new);
      case LiveResponseAction.StopService a ->
          as(SystemService.class, LiveResponseAction.StopService::new);
      case LiveResponseAction.DisableDriver a ->
          as(Driver.class, LiveResponseAction.DisableDriver::new);
      case LiveResponseAction.RunScript a ->
          as(Device.class, d -> new LiveResponseAction.RunScript(d, a.script(), a.arguments()));
      // What puts something back names exactly what was taken.
      case LiveResponseAction.Restoration a -> a;
    };
  }

  private RemediationAction mail(EmailAction given) {
    return switch (given) {
      case EmailAction.BlockUrl a -> as(Url.class, EmailAction.BlockUrl::new);
      case EmailAction.UnblockUrl a -> a;
      case EmailAction.SoftDeleteEmail a -> new EmailAction.SoftDeleteEmail(refined);
      case EmailAction.HardDeleteEmail a -> new EmailAction.HardDeleteEmail(refined);
      case EmailAction.MoveEmailToJunk a -> new EmailAction.MoveEmailToJunk(refined);
      case EmailAction.MoveEmailToInbox a -> new EmailAction.MoveEmailToInbox(refined);
      case EmailAction.QuarantineEmail a -> new EmailAction.QuarantineEmail(refined);
      case EmailAction.QuarantineAttachment a ->
          as(MailMessage.class, m -> new EmailAction.QuarantineAttachment(m, a.sha256()));
      case EmailAction.RestoreEmail a -> a;
      case EmailAction.TurnOffExternalForwarding a ->
          as(MailboxRule.class, EmailAction.TurnOffExternalForwarding::new);
      case EmailAction.RestoreForwarding a -> a;
    };
  }

  private RemediationAction identity(IdentityAction given) {
    return switch (given) {
      case IdentityAction.DisableUser a -> as(UserAccount.class, IdentityAction.DisableUser::new);
      case IdentityAction.EnableUser a -> as(UserAccount.class, IdentityAction.EnableUser::new);
      case IdentityAction.RevokeSessions a ->
          as(UserAccount.class, IdentityAction.RevokeSessions::new);
      case IdentityAction.ConfirmUserCompromised a ->
          as(UserAccount.class, IdentityAction.ConfirmUserCompromised::new);
      case IdentityAction.DismissUserRisk a ->
          as(UserAccount.class, IdentityAction.DismissUserRisk::new);
      case IdentityAction.ForcePasswordReset a ->
          as(UserAccount.class, IdentityAction.ForcePasswordReset::new);
    };
  }
}
