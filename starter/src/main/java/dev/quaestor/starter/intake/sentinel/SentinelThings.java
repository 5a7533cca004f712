package dev.quaestor.starter.intake.sentinel;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Sentinel's entities are here, on one host. */
final class SentinelThings {
  private final SentinelEntities all;
  private final HostDraft host;

  SentinelThings(SentinelEntities all, HostDraft host) {
    this.all = all;
    this.host = host;
  }

  static HostDraft host(SentinelEntity entity) {
    var name = entity.text("hostname", "netbiosname");
    var domain = entity.text("dnsdomain");
    var isQualified = name == null || name.indexOf('.') > 0 || domain == null;
    var host = new HostDraft();
    var extra = entity.fields().object(entity.cased("additionaldata"));
    var id = entity.text("mdatpdeviceid");
    if (id == null && extra != null) {
      id = extra.text(extra.cased("mdatpdeviceid"), Fields.ID);
    }
    var resource = entity.text("azureid", "resourceid");
    id = id != null ? id : entity.text("omsagentid");
    host.named(resource, null)
        .named(id == null ? null : id.strip(), isQualified ? name : name + "." + domain);
    var os = entity.text("osversion", "osfamily");
    host.withOs(entity.text("osfamily") != null ? entity.text("osfamily") : os);
    return host;
  }

  @Nullable UserAccount account(SentinelEntity entity) {
    var name = entity.text("accountname", "name");
    var suffix = entity.text("upnsuffix");
    var principal = entity.text("userprincipalname");
    if (principal == null && name != null && suffix != null && name.indexOf('@') < 0) {
      principal = name + "@" + suffix;
    }
    return Artifacts.user(
        bounded(entity.text("aaduserid", "objectguid")),
        bounded(principal),
        bounded(entity.text("sid")),
        bounded(name),
        bounded(entity.text("ntdomain", "dnsdomain")));
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null ? null : Storable.boundedIdentity(text.strip(), Fields.ID);
  }

  @Nullable Url url(SentinelEntity entity) {
    return Artifacts.url(entity.fields().identity(entity.cased("url"), Texts.FREE_TEXT), null);
  }

  static Hashes hashes(SentinelEntity hash) {
    var value = hash.text("hashvalue", "value");
    var algorithm = hash.text("algorithm");
    return switch (algorithm == null ? "" : algorithm.toLowerCase(Locale.ROOT)) {
      case "sha256" -> Hashes.of(value, null, null);
      case "sha1" -> Hashes.of(null, value, null);
      case "md5" -> Hashes.of(null, null, value);
      default -> Hashes.byLength(value);
    };
  }

  @Nullable FileArtifact file(SentinelEntity entity) {
    var hashes = Hashes.NONE;
    for (var hash : all.allLinked(entity, "filehashes", "filehashentityids")) {
      hashes = hashes.or(hashes(hash));
    }
    all.take(hashes);
    var where = all.hostOf(entity).isKnown() ? all.hostOf(entity) : host;
    return where.file(
        entity.text("directory"),
        entity.fields().identity(entity.cased("filename", "name"), NAME),
        hashes,
        entity.fields().number(entity.cased("sizeinbytes")),
        null);
  }

  @Nullable ProcessArtifact process(SentinelEntity entity) {
    var file = all.linked(entity, "imagefile", "imagefileentityid");
    var image = file == null ? null : file(file);
    var user = all.linked(entity, "account", "accountentityid");
    var account = user == null ? null : account(user);
    return host.process(
        entity.fields().number(entity.cased("processid")),
        entity.fields().instant(entity.cased("creationtimeutc")),
        entity.text("commandline"),
        image,
        account == null ? null : account.label());
  }

  @Nullable Mailbox mailbox(SentinelEntity entity) {
    var address = entity.text("mailboxprimaryaddress", "upn");
    return address == null
        ? null
        : new Mailbox(Storable.boundedIdentity(address, NAME), entity.text("displayname"));
  }

  @Nullable MailMessage message(SentinelEntity entity) {
    var fields = entity.fields();
    var sender = entity.text("p2sender", "sender");
    return Artifacts.mail(
        bounded(entity.text("networkmessageid")),
        fields.identity(entity.cased("internetmessageid"), NAME),
        fields.identity(entity.cased("recipient"), NAME),
        sender != null ? sender : entity.text("p1sender"),
        bounded(entity.text("senderip")),
        entity.text("subject"),
        fields.instant(entity.cased("receivedate", "timestamp", "submissiondate")),
        fields.texts(entity.cased("urls"), Texts.FREE_TEXT).stream()
            .map(u -> new MailMessage.Link(null, u))
            .toList(),
        List.of());
  }

  /** Known by its messages' ids; an action looks for them again when it runs. */
  @Nullable MailCluster cluster(SentinelEntity entity) {
    var ids = entity.fields().texts(entity.cased("networkmessageids"), Fields.ID);
    var count = entity.fields().number(entity.cased("mailcount"));
    return ids.isEmpty()
        ? null
        : new MailCluster(
            MailMessage.keyOf(ids.getFirst()),
            List.of(new MailCluster.Criterion("NetworkMessageId", String.join(";", ids))),
            List.of(),
            count == null ? ids.size() : (int) Math.min(count, Integer.MAX_VALUE));
  }

  @Nullable RegistryEntry registryKey(
      SentinelEntity key, @Nullable String valueName, @Nullable String data) {
    var path = key.fields().node().path(key.cased("key"));
    return path.isString()
        ? Artifacts.registry(
            host.deviceId(),
            key.text("hive"),
            Storable.boundedIdentity(path.stringValue(), Texts.FREE_TEXT),
            valueName,
            data)
        : null;
  }

  @Nullable SystemService service(SentinelEntity entity) {
    var name = entity.text("servicename", "name");
    return name == null
        ? null
        : new SystemService(host.deviceId(), Storable.boundedIdentity(name, NAME), null);
  }
}
