package dev.quaestor.starter.intake.own;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNullElse;

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
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entity in Quaestor's own JSON, the same that the API gives out: {@code
 * {"type":"file","deviceId":…,"sha256":…}}. It is read by hand and not bound, so that every refusal
 * names its field and every text is bounded.
 */
public final class EntityReader {
  private static final Map<String, Class<? extends Record>> SHAPES =
      new TreeMap<>(
          Map.<String, Class<? extends Record>>ofEntries(
              entry("device", Device.class),
              entry("file", FileArtifact.class),
              entry("process", ProcessArtifact.class),
              entry("url", Url.class),
              entry("ip", IpAddress.class),
              entry("mailMessage", MailMessage.class),
              entry("mailCluster", MailCluster.class),
              entry("mailbox", Mailbox.class),
              entry("mailboxRule", MailboxRule.class),
              entry("user", UserAccount.class),
              entry("registryEntry", RegistryEntry.class),
              entry("scheduledTask", ScheduledTask.class),
              entry("service", SystemService.class),
              entry("driver", Driver.class),
              entry("other", OtherArtifact.class)));

  private EntityReader() {}

  /**
   * Null, and noted, when it cannot be one.
   *
   * @param beside fields that stand in the same object and are not the entity's
   */
  public static @Nullable Entity read(Fields entity, String... beside) {
    var type = entity.requiredText("type", Fields.ID);
    if (type == null) {
      return null;
    }
    var shape = SHAPES.get(type);
    if (shape != null) {
      only(entity, shape, beside);
    }
    return switch (type) {
      case "device" -> device(entity);
      case "file" -> file(entity);
      case "process" -> process(entity);
      case "url" -> url(entity);
      case "ip" -> ip(entity);
      case "mailMessage" -> MailEntityReader.message(entity);
      case "mailCluster" -> MailEntityReader.cluster(entity);
      case "mailbox" -> mailbox(entity);
      case "mailboxRule" -> rule(entity);
      case "user" -> user(entity);
      case "registryEntry" -> registry(entity);
      case "scheduledTask" ->
          named(entity, (name, image) -> new ScheduledTask(entity.id("deviceId"), name, image));
      case "service" ->
          named(entity, (name, image) -> new SystemService(entity.id("deviceId"), name, image));
      case "driver" ->
          named(entity, (name, image) -> new Driver(entity.id("deviceId"), name, image));
      case "other" -> other(entity);
      default -> {
        entity.problem(
            "type",
            "must be one of " + String.join(", ", SHAPES.keySet()) + ", is " + Texts.quoted(type));
        yield null;
      }
    };
  }

  /** Whoever hands on what the API gave out must not be refused for it. */
  static void only(Fields fields, Class<? extends Record> shape, String... beside) {
    fields.only(
        Stream.of(
                Arrays.stream(shape.getRecordComponents()).map(RecordComponent::getName),
                Arrays.stream(beside),
                Stream.of("type"))
            .flatMap(Function.identity())
            .toList());
  }

  public static <T> @Nullable T needs(Fields entity, @Nullable T read, String what) {
    if (read == null) {
      entity.problem("", "needs " + what);
    }
    return read;
  }

  private static @Nullable Device device(Fields entity) {
    var id = entity.id("deviceId");
    var name = entity.text("name", NAME);
    var device =
        id == null && name == null
            ? null
            : new Device(
                id,
                name,
                entity.text("osPlatform", Fields.ID),
                entity.text("group", Fields.ID),
                entity.texts("tags", Fields.ID),
                entity.texts("ipAddresses", Fields.ID));
    return needs(entity, device, "deviceId or name");
  }

  private static @Nullable FileArtifact file(Fields entity) {
    var file =
        Artifacts.file(
            entity.id("deviceId"),
            entity.identity("name", NAME),
            entity.text("directory"),
            entity.hash("sha256", 64),
            entity.hash("sha1", 40),
            entity.hash("md5", 32),
            entity.number("size"),
            entity.text("signer", NAME));
    return needs(entity, file, "name or a hash");
  }

  private static @Nullable ProcessArtifact process(Fields entity) {
    var number = entity.number("processId");
    var command = entity.text("commandLine");
    var image = entity.object("image");
    if (image != null) {
      only(image, FileArtifact.class);
    }
    var file = image == null ? null : file(image);
    var process =
        number == null && command == null && file == null
            ? null
            : new ProcessArtifact(
                entity.id("deviceId"),
                number,
                entity.instant("startedAt"),
                command,
                file,
                entity.text("account", NAME));
    return needs(entity, process, "processId, commandLine or image");
  }

  private static @Nullable Url url(Fields entity) {
    var value = entity.requiredIdentity("value", Texts.FREE_TEXT);
    return value == null ? null : new Url(value);
  }

  private static @Nullable IpAddress ip(Fields entity) {
    var value = entity.requiredIdentity("value", Fields.ID);
    return value == null ? null : new IpAddress(value);
  }

  private static @Nullable Mailbox mailbox(Fields entity) {
    var address = entity.requiredIdentity("address", NAME);
    return address == null ? null : new Mailbox(address, entity.text("displayName", NAME));
  }

  private static @Nullable MailboxRule rule(Fields entity) {
    var mailbox = entity.requiredIdentity("mailbox", NAME);
    var ruleId = entity.requiredIdentity("ruleId", NAME);
    var enabled = entity.flag("enabled");
    return mailbox == null || ruleId == null
        ? null
        : new MailboxRule(
            mailbox,
            ruleId,
            entity.text("name", NAME),
            requireNonNullElse(enabled, Boolean.TRUE),
            entity.texts("forwardsTo", NAME));
  }

  private static @Nullable UserAccount user(Fields entity) {
    var user =
        Artifacts.user(
            entity.id("userId"),
            entity.identity("userPrincipalName", NAME),
            entity.id("sid"),
            entity.identity("accountName", NAME),
            entity.identity("domain", NAME));
    return needs(entity, user, "userId, userPrincipalName, sid or accountName");
  }

  private static @Nullable RegistryEntry registry(Fields entity) {
    var key = entity.requiredIdentity("registryKey", Texts.FREE_TEXT);
    return key == null
        ? null
        : new RegistryEntry(
            entity.id("deviceId"),
            entity.text("hive", Fields.ID),
            key,
            entity.identity("valueName", NAME),
            entity.text("valueData"),
            entity.text("image"));
  }

  private static @Nullable Entity named(
      Fields entity, BiFunction<String, @Nullable String, Entity> make) {
    var name = entity.requiredIdentity("name", NAME);
    return name == null ? null : make.apply(name, entity.text("image"));
  }

  private static @Nullable OtherArtifact other(Fields entity) {
    var kind = entity.requiredIdentity("vendorKind", Fields.ID);
    var name = entity.requiredIdentity("name", Artifacts.SHORT);
    return kind == null || name == null ? null : new OtherArtifact(kind, name);
  }
}
