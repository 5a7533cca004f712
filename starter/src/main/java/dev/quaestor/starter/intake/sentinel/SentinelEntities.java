package dev.quaestor.starter.intake.sentinel;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.CloudId;
import dev.quaestor.starter.intake.format.Hashes;
import dev.quaestor.starter.intake.format.HostDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entities of Sentinel, in either of their two shapes: {@code {"kind":"Host","properties":…}}
 * with ids that point to each other, and {@code {"Type":"host",…}} with {@code $id} and {@code
 * $ref}. The names of their fields differ by case only. A kind that Quaestor has none for is kept
 * as it is.
 *
 * <p>Source: the vendor's page "Entity types reference".
 */
final class SentinelEntities {
  private static final Set<String> RESOURCES =
      Set.of("azureresource", "amazonresource", "gcpresource");

  private final AlertDraft draft;
  private final String vendor;
  private final Map<String, SentinelEntity> known = new LinkedHashMap<>();
  private final Map<SentinelEntity, HostDraft> hosts = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  SentinelEntities(AlertDraft draft, String vendor) {
    this.draft = draft;
    this.vendor = vendor;
  }

  void read(List<Fields> items) {
    var entities = items.stream().map(i -> SentinelEntity.of(i.leniently())).toList();
    entities.forEach(e -> e.register(known));
    for (var entity : known.values()) {
      if (entity.kind().equals("host")) {
        hosts.computeIfAbsent(entity, SentinelThings::host);
      }
    }
    entities.stream()
        .filter(e -> e.kind().equals("host"))
        .forEach(e -> hosts.computeIfAbsent(e, SentinelThings::host));
    if (hosts.isEmpty()) {
      entities.stream()
          .filter(e -> RESOURCES.contains(e.kind()))
          .forEach(e -> hosts.put(e, new HostDraft().named(e.text("resourceid"), null)));
      hosts.values().removeIf(h -> !h.isKnown());
    }
    hosts.values().forEach(h -> HostDraft.addIfAny(draft, h.device()));
    var things = entities.stream().filter(e -> e.reference() == null).toList();
    things.stream().filter(e -> !isHash(e)).forEach(this::add);
    // Last: a hash that a file has is no thing of its own.
    things.stream().filter(SentinelEntities::isHash).forEach(this::hash);
  }

  private static boolean isHash(SentinelEntity entity) {
    return entity.kind().equals("filehash");
  }

  private void add(SentinelEntity entity) {
    var things = new SentinelThings(this, hostOf(entity));
    switch (entity.kind()) {
      case "host" -> {
        if (!hosts.getOrDefault(entity, new HostDraft()).isKnown()) {
          keep(entity);
        }
      }
      case "account" -> addOr(things.account(entity), entity);
      case "ip" -> ip(entity);
      case "url" -> addOr(things.url(entity), entity);
      case "file" -> addOr(things.file(entity), entity);
      case "process" -> process(entity, things);
      case "mailbox" -> addOr(things.mailbox(entity), entity);
      case "mailmessage", "submissionmail" -> message(entity, things);
      case "mailcluster" -> addOr(things.cluster(entity), entity);
      case "registrykey" -> addOr(things.registryKey(entity, null, null), entity);
      case "registryvalue" -> addOr(registryValue(entity, things), entity);
      case "dns", "dnsresolution" -> dns(entity);
      case "service" -> addOr(things.service(entity), entity);
      default -> keep(entity);
    }
  }

  private void keep(SentinelEntity entity) {
    draft.add(Artifacts.other("sentinel." + entity.shownKind(), entity.fields(), Set.of("$id")));
  }

  private void addOr(@Nullable Entity thing, SentinelEntity entity) {
    if (thing == null) {
      keep(entity);
    } else {
      draft.add(thing);
    }
  }

  /** The alert's only host; not known where there is none, or several. */
  HostDraft onlyHost() {
    return hosts.size() == 1 ? hosts.values().iterator().next() : new HostDraft();
  }

  /** What does not say where it is, is on the alert's only host. */
  HostDraft hostOf(SentinelEntity entity) {
    var named = entity.linked("host", "hostentityid", known);
    if (named != null) {
      var host = hosts.get(named);
      return host != null ? host : SentinelThings.host(named);
    }
    return onlyHost();
  }

  @Nullable SentinelEntity linked(SentinelEntity from, String name, String idName) {
    return from.linked(name, idName, known);
  }

  List<SentinelEntity> allLinked(SentinelEntity from, String name, String idName) {
    return from.allLinked(name, idName, known);
  }

  private void ip(SentinelEntity entity) {
    var address = Addresses.of(entity.text("address"));
    if (address == null) {
      keep(entity);
    } else if (hosts.values().stream().noneMatch(h -> h.owns(address))) {
      draft.add(new IpAddress(address));
    }
  }

  private void hash(SentinelEntity entity) {
    var hashes = SentinelThings.hashes(entity);
    var value = entity.text("hashvalue", "value");
    if (value != null && taken.contains(value.toLowerCase(Locale.ROOT))) {
      return;
    }
    addOr(Artifacts.fileAt(null, null, null, hashes, null, null), entity);
  }

  void take(Hashes hashes) {
    for (var hash : new String[] {hashes.sha256(), hashes.sha1(), hashes.md5()}) {
      if (hash != null) {
        taken.add(hash);
      }
    }
  }

  private void process(SentinelEntity entity, SentinelThings things) {
    var process = things.process(entity);
    addOr(process, entity);
    FileArtifact image = process == null ? null : process.image();
    if (image != null) {
      draft.add(image);
    }
    var parent = linked(entity, "parentprocess", "parentprocessentityid");
    var above = parent == null ? null : things.process(parent);
    HostDraft.addIfAny(draft, above, Role.CONTEXTUAL);
    var account = linked(entity, "account", "accountentityid");
    HostDraft.addIfAny(draft, account == null ? null : things.account(account));
  }

  private void message(SentinelEntity entity, SentinelThings things) {
    addOr(things.message(entity), entity);
    var files = allLinked(entity, "files", "fileentityids");
    files.forEach(
        f -> HostDraft.addIfAny(draft, new SentinelThings(this, new HostDraft()).file(f)));
  }

  private @Nullable RegistryEntry registryValue(SentinelEntity entity, SentinelThings things) {
    var key = linked(entity, "key", "keyentityid");
    return things.registryKey(
        key == null ? entity : key,
        entity.fields().identity(entity.cased("valuename", "name"), NAME),
        entity.text("valuedata", "value"));
  }

  private void dns(SentinelEntity entity) {
    var name = entity.text("domainname");
    addOr(name == null ? null : new Url(Texts.boundedIdentity(name, NAME)), entity);
    for (var address : allLinked(entity, "ipaddresses", "ipaddressentityids")) {
      ip(address);
    }
  }

  /**
   * The one that the alert calls compromised, an account or a machine by whatever it is called; a
   * store or a database of a cloud is neither.
   */
  void compromised(Collection<String> names) {
    for (var name : names) {
      if (name.isBlank()) {
        continue;
      }
      var plain = Texts.boundedIdentity(name.strip(), NAME);
      var isAccount = plain.indexOf('@') > 0 || plain.indexOf('\\') > 0;
      var host = new HostDraft().named(null, plain);
      if (isAccount) {
        HostDraft.addIfAny(draft, Artifacts.account(plain, null, null, null), Role.COMPROMISED);
      } else if (host.device() instanceof Device device) {
        draft.addUnlessSaid(device, List.of(Role.COMPROMISED), null);
        if (hosts.isEmpty()) {
          hosts.put(SentinelEntity.none(), host);
        }
      } else if (CloudId.isOne(plain)) {
        draft.add(new OtherArtifact("sentinel.resource", plain), List.of(Role.COMPROMISED), null);
      }
    }
  }

  /** The machines among the resources that a row is about, where nothing else names one. */
  void resources(Collection<String> ids) {
    for (var id : ids) {
      var host = new HostDraft().named(id, null);
      if (hosts.isEmpty() && host.device() instanceof Device device) {
        draft.add(device);
        hosts.put(SentinelEntity.none(), host);
      }
    }
  }

  /** Free words of the rule; kept, because some alerts have their only facts there. */
  void extended(Fields alert, String name) {
    var value = alert.node().path(name);
    var parsed = value.isString() ? alert.parsedObjects(name) : alert.objects(name, 1);
    parsed.stream()
        .findFirst()
        .filter(p -> !p.node().isEmpty())
        .ifPresent(
            p -> {
              new ExtendedProperties(draft, onlyHost(), p).read();
              draft.add(Artifacts.other(vendor + ".extendedProperties", p, Set.of()));
            });
  }
}
