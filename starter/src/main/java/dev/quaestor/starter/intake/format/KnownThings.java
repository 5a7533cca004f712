package dev.quaestor.starter.intake.format;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The things of an alert by everything that each is known by: a file by its hashes, name and path,
 * a device by its id, names and addresses. A thing is among them when all that it is known by is
 * equal to what one of them is known by. Words inside other words say nothing: {@code 203.0.113.1}
 * is not {@code 203.0.113.12}.
 */
final class KnownThings {
  private final Map<String, Map<EntityKey, Entity>> byName = new HashMap<>();

  void add(Entity entity) {
    for (var name : names(entity)) {
      byName.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(entity.key(), entity);
    }
  }

  /** What says this: the thing itself, or the one of another kind that it is a part of. */
  Optional<Entity> same(Entity entity) {
    var names = names(entity);
    return names.stream()
        .map(byName::get)
        .filter(Objects::nonNull)
        .map(Map::values)
        .flatMap(Collection::stream)
        .filter(known -> isSame(known, entity, names))
        .findFirst();
  }

  private static boolean isSame(Entity known, Entity entity, Set<String> names) {
    return names(known).containsAll(names)
        || known instanceof Device one
            && entity instanceof Device other
            && isShorter(one.name(), other.name());
  }

  /** A machine is called by its whole name here and by the first part of it there. */
  private static boolean isShorter(@Nullable String one, @Nullable String other) {
    return one != null && other != null && one.equalsIgnoreCase(HostNames.firstLabel(other));
  }

  private static Set<String> names(Entity entity) {
    var names = new Names();
    switch (entity) {
      case Device d -> {
        names.anyCase("device", d.deviceId());
        names.host(d.name());
        names.host(d.name() == null ? null : HostNames.firstLabel(d.name()));
        d.ipAddresses().forEach(names::host);
      }
      case IpAddress ip -> names.host(ip.value());
      case FileArtifact f -> file(names, f);
      case ProcessArtifact p -> process(names, p);
      case UserAccount u -> user(names, u);
      case RegistryEntry r -> {
        var key = (r.hive() == null ? "" : r.hive() + "\\") + r.registryKey();
        names.anyCase("registry", key);
        names.anyCase("registry", r.valueName() == null ? null : key + "\\" + r.valueName());
      }
      case Url u -> {
        if (u.value().indexOf('/') < 0) {
          names.host(u.value());
        } else {
          names.exact("url", u.key().value());
        }
      }
      case Mailbox m -> names.anyCase("mailbox", m.address());
      case MailMessage m -> {
        names.exact("mail", m.key().value());
        names.anyCase("mailbox", m.recipient());
        names.anyCase("mailbox", m.sender());
      }
      default -> names.exact("key", entity.key().value());
    }
    return names.all;
  }

  private static void file(Names names, FileArtifact file) {
    names.anyCase("hash", file.sha256());
    names.anyCase("hash", file.sha1());
    names.anyCase("hash", file.md5());
    names.exact("file", file.name());
    names.exact("file", file.imagePath().orElse(null));
  }

  private static void process(Names names, ProcessArtifact process) {
    names.exact("command", process.commandLine());
    names.exact("process", process.processId() == null ? null : process.processId().toString());
    if (process.image() != null) {
      names.exact("image", process.image().name());
      names.exact("image", process.image().imagePath().orElse(null));
    }
  }

  private static void user(Names names, UserAccount user) {
    names.anyCase("user", user.userId());
    names.anyCase("user", user.sid());
    names.anyCase("user", user.accountName());
    names.anyCase("domain", user.domain());
    names.anyCase("mailbox", user.userPrincipalName());
  }

  private static final class Names {
    private final Set<String> all = new LinkedHashSet<>();

    void exact(String kind, @Nullable String name) {
      if (name != null && !name.isBlank()) {
        all.add(kind + ":" + name.strip());
      }
    }

    void anyCase(String kind, @Nullable String name) {
      exact(kind, name == null ? null : name.toLowerCase(Locale.ROOT));
    }

    void host(@Nullable String name) {
      anyCase("host", name == null ? null : Addresses.canonical(name));
    }
  }
}
