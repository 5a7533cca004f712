package dev.quaestor.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A thing that an alert names or an examination finds. Closed: what we know no kind for is an
 * {@link OtherArtifact}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Device.class, name = "device"),
  @JsonSubTypes.Type(value = FileArtifact.class, name = "file"),
  @JsonSubTypes.Type(value = ProcessArtifact.class, name = "process"),
  @JsonSubTypes.Type(value = Url.class, name = "url"),
  @JsonSubTypes.Type(value = IpAddress.class, name = "ip"),
  @JsonSubTypes.Type(value = MailMessage.class, name = "mailMessage"),
  @JsonSubTypes.Type(value = MailCluster.class, name = "mailCluster"),
  @JsonSubTypes.Type(value = Mailbox.class, name = "mailbox"),
  @JsonSubTypes.Type(value = MailboxRule.class, name = "mailboxRule"),
  @JsonSubTypes.Type(value = UserAccount.class, name = "user"),
  @JsonSubTypes.Type(value = RegistryEntry.class, name = "registryEntry"),
  @JsonSubTypes.Type(value = ScheduledTask.class, name = "scheduledTask"),
  @JsonSubTypes.Type(value = SystemService.class, name = "service"),
  @JsonSubTypes.Type(value = Driver.class, name = "driver"),
  @JsonSubTypes.Type(value = OtherArtifact.class, name = "other"),
})
public sealed interface Entity
    permits Device,
        FileArtifact,
        ProcessArtifact,
        Url,
        IpAddress,
        MailMessage,
        MailCluster,
        Mailbox,
        MailboxRule,
        UserAccount,
        RegistryEntry,
        ScheduledTask,
        SystemService,
        Driver,
        OtherArtifact {

  EntityKey key();

  /** A few words for people; hostile text is shown as it is, so whoever renders it escapes it. */
  String label();

  default EntityKind kind() {
    return switch (this) {
      case Device d -> EntityKind.DEVICE;
      case FileArtifact f -> EntityKind.FILE;
      case ProcessArtifact p -> EntityKind.PROCESS;
      case Url u -> EntityKind.URL;
      case IpAddress i -> EntityKind.IP;
      case MailMessage m -> EntityKind.MAIL_MESSAGE;
      case MailCluster c -> EntityKind.MAIL_CLUSTER;
      case Mailbox m -> EntityKind.MAILBOX;
      case MailboxRule r -> EntityKind.MAILBOX_RULE;
      case UserAccount u -> EntityKind.USER;
      case RegistryEntry r -> EntityKind.REGISTRY_ENTRY;
      case ScheduledTask t -> EntityKind.SCHEDULED_TASK;
      case SystemService s -> EntityKind.SERVICE;
      case Driver d -> EntityKind.DRIVER;
      case OtherArtifact o -> EntityKind.OTHER;
    };
  }
}
