package dev.quaestor.starter.intake.sentinel;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;
import static java.util.Objects.requireNonNullElse;

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
import dev.quaestor.text.Storable;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
  private HostDraft machine = new HostDraft();

  SentinelEntities(AlertDraft draft, String vendor) {
    this.draft = draft;
    this.vendor = vendor;
  }

  /**
   * @param compromised what the alerts call so: an account or a machine
   * @param resources the long names of what the alert is about
   */
  void read(List<Fields> items, Collection<String> compromised, Collection<String> resources) {
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
      machine(entities.stream().filter(e -> RESOURCES.contains(e.kind())).map(this::resource));
      machine(compromised.stream().filter(n -> !isAccount(n)));
      machine(resources.stream());
    }
    hosts.values().forEach(h -> HostDraft.addIfAny(draft, h.device()));
    HostDraft.addIfAny(draft, machine.device());
    var things = entities.stream().filter(e -> e.reference() == null).toList();
    things.stream().filter(e -> !isHash(e)).forEach(this::add);
    // Last: a hash that a file has is no thing of its own.
    things.stream().filter(SentinelEntities::isHash).forEach(this::hash);
    compromised.forEach(this::compromised);
  }

  private String resource(SentinelEntity entity) {
    return requireNonNullElse(entity.text("resourceid"), "");
  }

  /** Where no entity is a host, the first of the machines that are named otherwise is the one. */
  private void machine(Stream<String> names) {
    names
        .map(n -> new HostDraft().named(null, Storable.boundedIdentity(n.strip(), NAME)))
        .filter(h -> h.isKnown() && !machine.isKnown())
        .forEach(h -> machine = h);
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
    return hosts.isEmpty()
        ? machine
        : hosts.size() == 1 ? hosts.values().iterator().next() : new HostDraft();
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
    addOr(name == null ? null : new Url(Storable.boundedIdentity(name, NAME)), entity);
    for (var address : allLinked(entity, "ipaddresses", "ipaddressentityids")) {
      ip(address);
    }
  }

  /** An account or a machine by whatever it is called; a store of a cloud is neither. */
  private void compromised(String name) {
    var plain = Storable.boundedIdentity(name.strip(), NAME);
    if (isAccount(plain)) {
      var account = Artifacts.account(plain, null, null, null);
      if (account != null) {
        draft.addUnlessSaid(account, List.of(Role.COMPROMISED), null);
      }
      return;
    }
    var device = new HostDraft().named(null, plain).device();
    if (device != null) {
      draft.addUnlessSaid(device, List.of(Role.COMPROMISED), null);
    } else if (CloudId.isOne(plain)) {
      draft.add(new OtherArtifact("sentinel.resource", plain), List.of(Role.COMPROMISED), null);
    }
  }

  private static boolean isAccount(String name) {
    return name.indexOf('@') > 0 || name.indexOf('\\') > 0;
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
