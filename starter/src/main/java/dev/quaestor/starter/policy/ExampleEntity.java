package dev.quaestor.starter.policy;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence as an example writes it, in as few words as its kind needs.
 *
 * @param number makes two pieces two things, where nothing else does
 * @param device its name, which is its id too
 * @param path of the file, or of the file behind it
 * @param value what it is, by its kind: a URL, an address, a name, a key, a subject, a command line
 * @param hash of the file
 * @param shares for a cluster, the field that its messages share; {@code value} is what they share
 * @param count for a cluster, how many messages
 * @param location for a cluster, where they lie
 */
record ExampleEntity(
    EntityKind kind,
    int number,
    @Nullable String device,
    @Nullable String path,
    @Nullable String value,
    @Nullable String hash,
    @Nullable String shares,
    int count,
    @Nullable String location) {

  /**
   * The entity it stands for.
   *
   * @throws IllegalArgumentException when a word is missing; the message says which
   */
  Entity entity() {
    return switch (kind) {
      case DEVICE -> Device.ofId(needed("device", device));
      case FILE -> file();
      case PROCESS ->
          new ProcessArtifact(
              device, (long) number, null, value, path == null ? null : image(path), null);
      case URL -> new Url(needed("value", value));
      case IP -> new IpAddress(needed("value", value));
      case MAIL_MESSAGE -> mail();
      case MAIL_CLUSTER -> cluster();
      case MAILBOX -> new Mailbox(needed("value", value), null);
      case MAILBOX_RULE ->
          new MailboxRule(
              "mailbox@example", "rule-" + number, null, true, List.of(needed("value", value)));
      case USER -> new UserAccount(null, needed("value", value), null, null, null);
      case REGISTRY_ENTRY ->
          new RegistryEntry(device, null, needed("value", value), null, null, path);
      case SCHEDULED_TASK -> new ScheduledTask(device, needed("value", value), path);
      case SERVICE -> new SystemService(device, needed("value", value), path);
      case DRIVER -> new Driver(device, needed("value", value), path);
      case OTHER -> new OtherArtifact("example", needed("value", value));
    };
  }

  private static String needed(String key, @Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return text;
  }

  private FileArtifact file() {
    if (path == null && hash == null) {
      throw new IllegalArgumentException("a file needs path or hash");
    }
    return path == null
        ? new FileArtifact(device, null, null, hash, null, null, null, null)
        : image(path);
  }

  private FileArtifact image(String whole) {
    var cut = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\'));
    return new FileArtifact(
        device,
        whole.substring(cut + 1),
        cut < 0 ? null : whole.substring(0, Math.max(cut, 1)),
        hash,
        null,
        null,
        null,
        null);
  }

  private MailMessage mail() {
    return new MailMessage(
        null,
        "<" + number + "@example>",
        "mailbox@example",
        null,
        null,
        null,
        null,
        null,
        value,
        null,
        List.of(),
        hash == null
            ? List.of()
            : List.of(new MailMessage.Attachment("attachment", null, null, hash, null)),
        List.of(),
        List.of());
  }

  private MailCluster cluster() {
    return new MailCluster(
        new EntityKey("mail:<root>"),
        List.of(new MailCluster.Criterion(needed("shares", shares), needed("value", value))),
        List.of(
            new MailCluster.Member(
                "mailbox@example",
                null,
                "<member-" + number + "@example>",
                location == null ? "Inbox" : location)),
        count);
  }

  /** What an expectation may call a target by: its device, its path, or what people read. */
  static List<String> names(Entity target) {
    return Stream.of(
            target.label(),
            target instanceof OnDevice on ? on.deviceId() : null,
            target instanceof OnDevice on ? on.imagePath().orElse(null) : null,
            target instanceof Device d ? d.name() : null,
            target instanceof MailMessage m ? m.subject() : null,
            target instanceof MailCluster c ? c.criteria().getFirst().value() : null)
        .filter(Objects::nonNull)
        .toList();
  }
}
