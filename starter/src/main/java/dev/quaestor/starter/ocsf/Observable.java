package dev.quaestor.starter.ocsf;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A thing as OCSF's {@code observable}: its kind by number, and the one value that somebody would
 * search for.
 *
 * @param name the kind of thing, as {@code file}
 */
record Observable(String name, Code type, String value) {
  private static final Code HOST_NAME = new Code(1, "Hostname");
  private static final Code IP_ADDRESS = new Code(2, "IP Address");
  private static final Code USER_NAME = new Code(4, "User Name");
  private static final Code EMAIL_ADDRESS = new Code(5, "Email Address");
  private static final Code URL_STRING = new Code(6, "URL String");
  private static final Code FILE_NAME = new Code(7, "File Name");
  private static final Code HASH = new Code(8, "Hash");
  private static final Code PROCESS_NAME = new Code(9, "Process Name");
  private static final Code RESOURCE_UID = new Code(10, "Resource UID");
  private static final Code COMMAND_LINE = new Code(13, "Command Line");
  private static final Code EMAIL = new Code(22, "Email");
  private static final Code REGISTRY_KEY = new Code(28, "Registry Key");

  static Observable of(Entity entity) {
    var name = entity.kind().name().toLowerCase(Locale.ROOT);
    return switch (entity) {
      case Device d ->
          d.name() != null
              ? new Observable(name, HOST_NAME, d.name())
              : new Observable(name, RESOURCE_UID, d.label());
      case FileArtifact f -> file(name, f);
      case ProcessArtifact p ->
          p.commandLine() != null
              ? new Observable(name, COMMAND_LINE, p.commandLine())
              : new Observable(name, PROCESS_NAME, p.label());
      case Url u -> new Observable(name, URL_STRING, u.value());
      case IpAddress i -> new Observable(name, IP_ADDRESS, i.value());
      case MailMessage m -> new Observable(name, EMAIL, messageId(m));
      case Mailbox m -> new Observable(name, EMAIL_ADDRESS, m.address());
      case UserAccount u -> new Observable(name, USER_NAME, u.label());
      case RegistryEntry r -> new Observable(name, REGISTRY_KEY, r.label());
      case MailCluster c -> new Observable(name, Code.other("Mail Cluster"), c.label());
      case MailboxRule r -> new Observable(name, Code.other("Mailbox Rule"), r.label());
      case ScheduledTask t -> new Observable(name, Code.other("Scheduled Task"), t.label());
      case SystemService s -> new Observable(name, Code.other("Service"), s.label());
      case Driver d -> new Observable(name, Code.other("Driver"), d.label());
      case OtherArtifact o -> new Observable(name, Code.other(o.vendorKind()), o.name());
    };
  }

  private static Observable file(String name, FileArtifact file) {
    @Nullable String hash =
        file.sha256() != null ? file.sha256() : file.sha1() != null ? file.sha1() : file.md5();
    return hash != null
        ? new Observable(name, HASH, hash)
        : new Observable(name, FILE_NAME, file.label());
  }

  private static String messageId(MailMessage message) {
    return message.internetMessageId() != null
        ? message.internetMessageId()
        : String.valueOf(message.networkMessageId());
  }

  Attributes object() {
    return new Attributes().put("name", name).put("type", type).put("value", value, 1_000);
  }
}
