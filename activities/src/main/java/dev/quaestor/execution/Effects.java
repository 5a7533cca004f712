package dev.quaestor.execution;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.AntivirusScan;
import dev.quaestor.connector.capability.CodeExecutionControl;
import dev.quaestor.connector.capability.DeviceOffboarding;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.PackageCollection;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.SampleCollection;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Device;
import dev.quaestor.remediation.DeviceAction;
import dev.quaestor.remediation.EmailAction;
import dev.quaestor.remediation.ExpandInvestigation;
import dev.quaestor.remediation.IdentityAction;
import dev.quaestor.remediation.LiveResponseAction;
import dev.quaestor.remediation.RemediationAction;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which port does which action: the one switch over all of them. */
final class Effects {
  private final Connectors connectors;

  Effects(Connectors connectors) {
    this.connectors = connectors;
  }

  /**
   * @param patience whether partial work may be given up for a retry
   * @return empty when no connector can do it to this target
   */
  Optional<Effect> of(RemediationAction action, boolean patience) {
    return switch (action) {
      case DeviceAction device -> device(device);
      case EmailAction email -> email(email, patience);
      case IdentityAction identity -> identity(identity);
      case LiveResponseAction live -> Optional.empty();
      // The workflow does it by itself.
      case ExpandInvestigation expand -> Optional.empty();
    };
  }

  private Optional<Effect> device(DeviceAction action) {
    return switch (action) {
      case DeviceAction.CollectInvestigationPackage a ->
          with(
              PackageCollection.class,
              c -> c.knows(a.target()),
              c -> new ReadingEffect(c, m -> c.collect(a.target(), m), null));
      case DeviceAction.IsolateDevice a ->
          containment(
              a,
              c -> m -> c.isolate(a.target(), a.isolation(), m),
              Standing.IN_FORCE,
              "the device is isolated");
      case DeviceAction.ReleaseDevice a ->
          containment(
              a,
              c -> m -> c.release(a.target(), m),
              Standing.NOT_IN_FORCE,
              "the device is not isolated");
      case DeviceAction.OffboardDevice a ->
          with(
              DeviceOffboarding.class,
              c -> c.knows(a.target()),
              c ->
                  new SwitchEffect(
                      c,
                      () -> c.offboarded(a.target()),
                      Standing.IN_FORCE,
                      m -> c.offboard(a.target(), m),
                      false,
                      "the device is offboarded"));
      case DeviceAction.RestrictCodeExecution a ->
          codeExecution(
              a,
              c -> m -> c.restrict(a.target(), m),
              Standing.IN_FORCE,
              "code execution is restricted");
      case DeviceAction.ReleaseCodeExecution a ->
          codeExecution(
              a,
              c -> m -> c.release(a.target(), m),
              Standing.NOT_IN_FORCE,
              "code execution is not restricted");
      case DeviceAction.RunAntivirusScan a ->
          with(
              AntivirusScan.class,
              c -> c.knows(a.target()),
              c -> new ReadingEffect(c, m -> c.scan(a.target(), a.scan(), m), null));
      case DeviceAction.StopAndQuarantineFile a ->
          with(
              FileQuarantine.class,
              c -> c.knows(a.target()),
              c ->
                  new SwitchEffect(
                      c,
                      () -> c.quarantined(a.target()),
                      Standing.IN_FORCE,
                      m -> c.quarantine(a.target(), m),
                      true,
                      "the file is in quarantine"));
      case DeviceAction.ReleaseFromQuarantine a ->
          with(
              QuarantineRelease.class,
              c -> c.knows(a.target()),
              c ->
                  new SwitchEffect(
                      c,
                      () -> c.released(a.target()),
                      Standing.IN_FORCE,
                      m -> c.release(a.target(), m),
                      false,
                      "the file was given back"));
      case DeviceAction.ContainDevice a -> Optional.empty();
      case DeviceAction.ReleaseContainedDevice a -> Optional.empty();
      case DeviceAction.RequestSample a ->
          with(
              SampleCollection.class,
              c -> c.knows(a.target()),
              c -> new ReadingEffect(c, m -> c.collect(a.target(), m), a.target().sha256()));
    };
  }

  private Optional<Effect> containment(
      DeviceAction action,
      Function<HostContainment, SwitchEffect.Act> act,
      Standing wanted,
      String so) {
    return deviceOf(action)
        .flatMap(
            device ->
                with(
                    HostContainment.class,
                    c -> c.knows(device),
                    c ->
                        new SwitchEffect(
                            c,
                            () -> c.isolated(device),
                            wanted,
                            act.apply(c),
                            action.type().undoable(),
                            so)));
  }

  private Optional<Effect> codeExecution(
      DeviceAction action,
      Function<CodeExecutionControl, SwitchEffect.Act> act,
      Standing wanted,
      String so) {
    return deviceOf(action)
        .flatMap(
            device ->
                with(
                    CodeExecutionControl.class,
                    c -> c.knows(device),
                    c ->
                        new SwitchEffect(
                            c,
                            () -> c.restricted(device),
                            wanted,
                            act.apply(c),
                            action.type().undoable(),
                            so)));
  }

  private static Optional<Device> deviceOf(RemediationAction action) {
    return action.target() instanceof Device device ? Optional.of(device) : Optional.empty();
  }

  private Optional<Effect> email(EmailAction action, boolean patience) {
    return switch (action) {
      case EmailAction.BlockUrl a ->
          with(UrlBlocking.class, c -> c.knows(a.target()), c -> new BlockEffect(c, a.target()));
      case EmailAction.UnblockUrl a ->
          with(
              UrlBlocking.class,
              c -> c.knows(a.target()),
              c -> new UnblockEffect(c, a.target(), a.before()));
      case EmailAction.SoftDeleteEmail a -> move(a, Destination.RECOVERABLE, patience);
      case EmailAction.MoveEmailToJunk a -> move(a, Destination.JUNK, patience);
      case EmailAction.MoveEmailToInbox a -> move(a, Destination.INBOX, patience);
      case EmailAction.HardDeleteEmail a ->
          with(
              MailRemediation.class,
              c -> c.knows(a.target()),
              c -> new MailEffect(c, a.target(), c::purge, patience, "purged"));
      // No back end of today can lock mail away through an API.
      case EmailAction.QuarantineEmail a -> Optional.empty();
      case EmailAction.QuarantineAttachment a -> Optional.empty();
      case EmailAction.RestoreEmail a ->
          with(
              MailRemediation.class,
              c -> c.knows(a.target()),
              c -> new RestoreMailEffect(c, a.moved(), patience));
      case EmailAction.TurnOffExternalForwarding a ->
          with(
              MailForwarding.class,
              c -> c.knows(a.target()),
              c -> new ForwardingEffect(c, a.target()));
      case EmailAction.RestoreForwarding a ->
          with(
              MailForwarding.class,
              c -> c.knows(a.target()),
              c -> new RestoreForwardingEffect(c, a.target(), a.before()));
    };
  }

  private Optional<Effect> move(
      EmailAction.OnMessages action, Destination destination, boolean patience) {
    return with(
        MailRemediation.class,
        c -> c.knows(action.target()),
        c ->
            new MailEffect(
                c,
                action.target(),
                (messages, mandate) -> c.move(messages, destination, mandate),
                patience,
                "moved"));
  }

  private Optional<Effect> identity(IdentityAction action) {
    var account = action.target();
    return with(
        AccountControl.class,
        c -> c.knows(account),
        c ->
            switch (action) {
              case IdentityAction.DisableUser a ->
                  access(c, a, Standing.IN_FORCE, m -> c.disable(account, m), "disabled");
              case IdentityAction.EnableUser a ->
                  access(c, a, Standing.NOT_IN_FORCE, m -> c.enable(account, m), "enabled");
              case IdentityAction.RevokeSessions a -> new RevokeEffect(c, account);
              case IdentityAction.ConfirmUserCompromised a ->
                  risk(
                      c,
                      a,
                      Standing.IN_FORCE,
                      m -> c.confirmCompromised(account, m),
                      "marked as compromised");
              case IdentityAction.ForcePasswordReset a ->
                  throw new IllegalArgumentException("no connector can force a password reset");
              case IdentityAction.DismissUserRisk a ->
                  risk(
                      c,
                      a,
                      Standing.NOT_IN_FORCE,
                      m -> c.dismissRisk(account, m),
                      "not marked as compromised");
            });
  }

  private static Effect access(
      AccountControl port,
      IdentityAction action,
      Standing wanted,
      SwitchEffect.Act act,
      String so) {
    return new SwitchEffect(
        null,
        () -> port.disabled(action.target()),
        wanted,
        act,
        action.type().undoable(),
        "the user is " + so);
  }

  private static Effect risk(
      AccountControl port,
      IdentityAction action,
      Standing wanted,
      SwitchEffect.Act act,
      String so) {
    return new SwitchEffect(
        null,
        () -> port.compromised(action.target()),
        wanted,
        act,
        action.type().undoable(),
        "the user is " + so);
  }

  /** The preferred connector that can do it to this target. */
  private <C extends Capability> Optional<Effect> with(
      Class<C> port, Predicate<C> applies, Function<C, Effect> effect) {
    return connectors.offering(port).stream().filter(applies).findFirst().map(effect);
  }
}
