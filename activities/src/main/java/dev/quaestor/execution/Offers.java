package dev.quaestor.execution;

import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.AntivirusScan;
import dev.quaestor.connector.capability.CodeExecutionControl;
import dev.quaestor.connector.capability.DeviceOffboarding;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.PackageCollection;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.SampleCollection;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.remediation.ActionType;
import java.util.Arrays;
import java.util.List;

/** Which actions the configured connectors can take on a thing. Answers without a call. */
public final class Offers {
  private final Connectors connectors;

  public Offers(Connectors connectors) {
    this.connectors = connectors;
  }

  /** In the order of the catalogue; inverses are there too. */
  public List<ActionType> on(Entity entity) {
    return Arrays.stream(ActionType.values()).filter(type -> offered(type, entity)).toList();
  }

  private boolean offered(ActionType type, Entity entity) {
    return switch (type) {
      case COLLECT_INVESTIGATION_PACKAGE ->
          entity instanceof Device d
              && connectors.offering(PackageCollection.class).stream().anyMatch(c -> c.knows(d));
      case ISOLATE_DEVICE, RELEASE_DEVICE ->
          entity instanceof Device d
              && connectors.offering(HostContainment.class).stream().anyMatch(c -> c.knows(d));
      case OFFBOARD_DEVICE ->
          entity instanceof Device d
              && connectors.offering(DeviceOffboarding.class).stream().anyMatch(c -> c.knows(d));
      case RESTRICT_CODE_EXECUTION, RELEASE_CODE_EXECUTION ->
          entity instanceof Device d
              && connectors.offering(CodeExecutionControl.class).stream().anyMatch(c -> c.knows(d));
      case RUN_ANTIVIRUS_SCAN ->
          entity instanceof Device d
              && connectors.offering(AntivirusScan.class).stream().anyMatch(c -> c.knows(d));
      case STOP_AND_QUARANTINE_FILE ->
          entity instanceof FileArtifact f
              && connectors.offering(FileQuarantine.class).stream().anyMatch(c -> c.knows(f));
      case RELEASE_FROM_QUARANTINE ->
          entity instanceof FileArtifact f
              && connectors.offering(QuarantineRelease.class).stream().anyMatch(c -> c.knows(f));
      case REQUEST_SAMPLE ->
          entity instanceof FileArtifact f
              && connectors.offering(SampleCollection.class).stream().anyMatch(c -> c.knows(f));
      case KILL_PROCESS,
          DELETE_FILE,
          RESTORE_FILE,
          REMOVE_SCHEDULED_TASK,
          RESTORE_SCHEDULED_TASK,
          REMOVE_REGISTRY_ENTRY,
          RESTORE_REGISTRY_ENTRY,
          STOP_SERVICE,
          RESTORE_SERVICE,
          DISABLE_DRIVER,
          RESTORE_DRIVER,
          CONTAIN_DEVICE,
          RELEASE_CONTAINED_DEVICE,
          RUN_SCRIPT,
          FORCE_PASSWORD_RESET ->
          false;
      // Asks no back end.
      case EXPAND_INVESTIGATION -> true;
      case BLOCK_URL, UNBLOCK_URL ->
          entity instanceof Url u
              && connectors.offering(UrlBlocking.class).stream().anyMatch(c -> c.knows(u));
      case SOFT_DELETE_EMAIL,
          HARD_DELETE_EMAIL,
          MOVE_EMAIL_TO_JUNK,
          MOVE_EMAIL_TO_INBOX,
          RESTORE_EMAIL ->
          connectors.offering(MailRemediation.class).stream().anyMatch(c -> c.knows(entity));
      // No back end of today can lock mail away through an API.
      case QUARANTINE_EMAIL, QUARANTINE_ATTACHMENT -> false;
      case TURN_OFF_EXTERNAL_FORWARDING, RESTORE_FORWARDING ->
          entity instanceof MailboxRule r
              && connectors.offering(MailForwarding.class).stream().anyMatch(c -> c.knows(r));
      case DISABLE_USER,
          ENABLE_USER,
          REVOKE_SESSIONS,
          CONFIRM_USER_COMPROMISED,
          DISMISS_USER_RISK ->
          entity instanceof UserAccount u
              && connectors.offering(AccountControl.class).stream().anyMatch(c -> c.knows(u));
    };
  }
}
