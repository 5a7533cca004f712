package dev.quaestor.starter.intake.ocsf;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.CloudId;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects of the OCSF schema, as far as they are things; read leniently, on one host. */
final class OcsfObjects {
  private static final int MOST_COPIES = 50;

  private final HostDraft host;

  OcsfObjects(HostDraft host) {
    this.host = host;
  }

  HostDraft host() {
    return host;
  }

  /** The machine that an item is about; not known when it names none. */
  static HostDraft host(Fields item, List<Fields> resources) {
    var host = new HostDraft();
    var device = item.object("device");
    if (device == null) {
      device = resources.stream().filter(OcsfObjects::isHost).findFirst().orElse(null);
    }
    var source = item.object("src_endpoint");
    var destination = item.object("dst_endpoint");
    if (device != null) {
      describe(host, device);
      host.claimEnd(address(source), address(destination));
    } else {
      endpointHost(host, source, destination);
    }
    return host;
  }

  /** Without a device, the internal end of a connection that has a name is one. */
  private static void endpointHost(
      HostDraft host, @Nullable Fields source, @Nullable Fields destination) {
    var internal =
        Stream.of(destination, source)
            .filter(Objects::nonNull)
            .filter(e -> e.has("hostname") || e.has("name"))
            .filter(
                e -> {
                  var address = address(e);
                  return address != null && Addresses.isMachine(address);
                })
            .findFirst();
    internal.ifPresent(end -> describe(host, end));
  }

  private static @Nullable String address(@Nullable Fields endpoint) {
    return endpoint == null ? null : Addresses.of(endpoint.text("ip", Fields.ID));
  }

  private static void describe(HostDraft host, Fields device) {
    var os = device.object("os");
    var system = os == null ? null : os.text("name", Fields.ID);
    var groups = device.objects("groups", 100).stream().findFirst().orElse(null);
    host.named(device.identity("uid", Fields.ID), nameOf(device))
        .withOs(system != null || os == null ? system : os.text("type", Fields.ID))
        .inGroup(groups == null ? null : groups.text("name", Fields.ID), List.of())
        .at(device.text("ip", Fields.ID));
    device.texts("ip_addresses", Fields.ID).forEach(host::at);
    device.objects("network_interfaces", 50).forEach(i -> host.at(i.text("ip", Fields.ID)));
  }

  static @Nullable String nameOf(Fields device) {
    var name = device.identity("hostname", NAME);
    name = name != null ? name : device.identity("name", NAME);
    return name != null ? name : device.identity("ip", Fields.ID);
  }

  /** A resource that is a machine. */
  static boolean isHost(Fields resource) {
    var type = resource.text("type", Fields.ID);
    var kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return resource.has("hostname")
        || CloudId.machine(resource.text("uid")) != null
        || Stream.of("ec2instance", "ec2 instance", "virtualmachine", "host", "server", "instance")
            .anyMatch(kind::equals)
        || kind.endsWith("::instance")
        || kind.endsWith("ec2instance");
  }

  static boolean isSame(HostDraft host, @Nullable String name) {
    var device = host.device();
    return device != null && name != null && name.equalsIgnoreCase(device.name());
  }

  @Nullable FileArtifact file(Fields item) {
    var signature = item.object("signature");
    var certificate = signature == null ? null : signature.object("certificate");
    var folder = item.text("parent_folder");
    var path = item.text("path");
    return host.file(
        path != null ? path : folder,
        item.identity("name", NAME),
        hashes(item),
        item.number("size"),
        certificate != null && certificate.has("subject")
            ? certificate.text("subject", NAME)
            : item.text("company_name", NAME));
  }

  private static Hashes hashes(Fields item) {
    var found = Hashes.NONE;
    for (var name : List.of("hashes", "fingerprints")) {
      for (var hash : item.objects(name, 50)) {
        found = found.or(hash(hash));
      }
    }
    return found;
  }

  static Hashes hash(Fields hash) {
    var value = hash.text("value", Fields.ID);
    var number = hash.number("algorithm_id");
    return switch (number == null ? 0 : (int) Math.min(number, 99)) {
      case 1 -> Hashes.of(null, null, value);
      case 2 -> Hashes.of(null, value, null);
      case 3 -> Hashes.of(value, null, null);
      // SHA-512, CTPH, TLSH, quickXorHash and what comes: some have the length of another.
      case 4, 5, 6, 7 -> Hashes.NONE;
      default -> Hashes.byLength(value);
    };
  }

  @Nullable ProcessArtifact process(Fields item) {
    var file = item.object("file");
    var image = file == null ? null : file(file);
    var name = item.text("name", NAME);
    if (image == null) {
      var path = item.text("path");
      image = host.file(path != null ? path : name, null, Hashes.NONE, null, null);
    }
    var user = item.object("user");
    var account = user == null ? null : user(user);
    var started = item.instant("created_time");
    return host.process(
        item.number("pid"),
        started != null ? started : item.instant("created_time_dt"),
        item.text("cmd_line"),
        image,
        account == null ? null : account.label());
  }

  @Nullable UserAccount user(Fields item) {
    var mail = item.identity("email_addr", NAME);
    var uid = item.identity("uid", Fields.ID);
    return Artifacts.account(item.identity("name", NAME), item.identity("domain", NAME), mail, uid);
  }

  @Nullable Url url(Fields item) {
    var whole = item.identity("url_string", Texts.FREE_TEXT);
    whole = whole != null ? whole : item.identity("text", Texts.FREE_TEXT);
    var name = item.identity("hostname", NAME);
    var scheme = item.text("scheme", Fields.ID);
    var path = item.identity("path", Texts.FREE_TEXT);
    if (whole != null || name == null) {
      return Artifacts.url(whole, name);
    }
    return new Url((scheme == null ? "" : scheme + "://") + name + (path == null ? "" : path));
  }

  /** A name that was asked for. */
  @Nullable Url name(Fields query) {
    var name = query.identity("hostname", NAME);
    return name == null ? null : new Url(name);
  }

  @Nullable RegistryEntry registryKey(Fields item) {
    return host.registry(item.identity("path", Texts.FREE_TEXT), null, null);
  }

  @Nullable RegistryEntry registryValue(Fields item) {
    return host.registry(
        item.identity("path", Texts.FREE_TEXT), item.identity("name", NAME), item.text("data"));
  }

  @Nullable SystemService service(Fields item) {
    var name = item.identity("name", NAME);
    var file = item.object("file");
    var command = item.text("cmd_line");
    return name == null
        ? null
        : new SystemService(host.deviceId(), name, file == null ? command : file.text("path"));
  }

  @Nullable ScheduledTask task(Fields item) {
    var name = item.identity("name", NAME);
    var file = item.object("file");
    var command = item.text("cmd_line");
    return name == null
        ? null
        : new ScheduledTask(host.deviceId(), name, file == null ? command : file.text("path"));
  }

  @Nullable Driver driver(Fields item) {
    var file = item.object("file");
    var name = item.identity("name", NAME);
    name = name != null || file == null ? name : file.identity("name", NAME);
    return name == null
        ? null
        : new Driver(host.deviceId(), name, file == null ? null : file.text("path"));
  }

  /** One message in each mailbox it went to; none when no id tells which message it is. */
  List<MailMessage> messages(Fields item) {
    var recipients = item.texts("delivered_to", NAME);
    recipients = recipients.isEmpty() ? item.texts("to", NAME) : recipients;
    return (recipients.isEmpty() ? Stream.of("") : recipients.stream().limit(MOST_COPIES))
        .map(r -> message(item, r.isEmpty() ? null : r))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable MailMessage message(Fields item, @Nullable String recipient) {
    return Artifacts.mail(
        item.identity("uid", NAME),
        item.identity("message_uid", NAME),
        recipient,
        item.identity("from", NAME),
        item.identity("x_originating_ip", Fields.ID),
        item.text("subject", NAME),
        item.instant("delivered_time"),
        item.objects("urls", 200).stream()
            .map(u -> u.identity("url_string", Texts.FREE_TEXT))
            .filter(Objects::nonNull)
            .map(u -> new MailMessage.Link(null, u))
            .toList(),
        item.objects("files", 200).stream()
            .map(
                f ->
                    new MailMessage.Attachment(
                        f.text("name", Fields.ID),
                        f.text("mime_type", Fields.ID),
                        null,
                        hashes(f).sha256(),
                        f.number("size")))
            .toList());
  }
}
