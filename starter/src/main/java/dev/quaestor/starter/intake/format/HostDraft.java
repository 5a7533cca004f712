package dev.quaestor.starter.intake.format;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import com.google.re2j.Pattern;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.text.Storable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine that an alert is about, while it is read, and what lives on it.
 *
 * <p>It is known by Defender's machine id where the alert has one, else by its name, because that
 * is what the back ends and the other sources know it by as well; the id of a stranger's inventory
 * is used only when there is no name.
 */
public final class HostDraft {
  private static final Pattern DEFENDER_ID = Pattern.compile("[0-9a-fA-F]{40}");
  private static final int MOST_ADDRESSES = 50;
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "",
          "-",
          "--",
          "?",
          "any",
          "n/a",
          "na",
          "none",
          "null",
          "undefined",
          "unknown",
          "(none)",
          "localhost",
          "localhost.localdomain",
          "localhost4",
          "localhost6",
          "ip6-localhost");

  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String os;
  private @Nullable String group;
  private List<String> tags = List.of();
  private final Set<String> addresses = new LinkedHashSet<>();

  /** What names no machine, as {@code localhost}, {@code -} or a service's long name, is left. */
  public HostDraft named(@Nullable String id, @Nullable String name) {
    var called = machine(name);
    called = called == null && CloudId.isOne(id) ? CloudId.machine(id) : called;
    this.name = called == null ? this.name : Storable.bounded(called, NAME);
    var known = CloudId.isOne(id) || id == null || isPlaceholder(id) ? null : id;
    if (known != null && (isDefenders(known) || this.name == null)) {
      this.id = Storable.boundedIdentity(known, Fields.ID);
    }
    return this;
  }

  private static boolean isDefenders(String id) {
    return DEFENDER_ID.matcher(id).matches();
  }

  private static @Nullable String machine(@Nullable String name) {
    if (name == null || isPlaceholder(name)) {
      return null;
    }
    return CloudId.isOne(name) ? CloudId.machine(name) : name.strip();
  }

  /** Many machines are called so: one case for all of them would be nobody's. */
  private static boolean isPlaceholder(String name) {
    var plain = name.strip().toLowerCase(Locale.ROOT);
    return PLACEHOLDERS.contains(plain)
        || Addresses.isAddress(plain) && Addresses.isNobody(plain)
        || Addresses.isInternal(plain) && !Addresses.isMachine(plain);
  }

  public HostDraft withOs(@Nullable String platform) {
    os = os == null ? platform : os;
    return this;
  }

  public HostDraft inGroup(@Nullable String name, List<String> marks) {
    group = name;
    tags = marks;
    return this;
  }

  /** Takes an address for the host's own. */
  public HostDraft at(@Nullable String written) {
    var address = Addresses.of(written);
    if (address != null && addresses.size() < MOST_ADDRESSES && !Addresses.isNobody(address)) {
      addresses.add(address);
    }
    return this;
  }

  /** It is another machine after all: one that is known by its address, or none. */
  public HostDraft replace(@Nullable String address) {
    id = null;
    name = address;
    os = null;
    addresses.clear();
    return at(address);
  }

  public boolean hasAddress() {
    return !addresses.isEmpty();
  }

  public boolean isKnown() {
    return id != null || name != null;
  }

  public boolean owns(String address) {
    return addresses.contains(Addresses.of(address)) || Addresses.isNobody(address);
  }

  /** What things on it say of where they are; null as long as the host is not known. */
  public @Nullable String deviceId() {
    return id != null ? id : name;
  }

  public @Nullable Device device() {
    return isKnown() ? new Device(id, name, os, group, tags, List.copyOf(addresses)) : null;
  }

  /** The file at a path, which may have the name in it or not. */
  public @Nullable FileArtifact file(
      @Nullable String path,
      @Nullable String name,
      Hashes hashes,
      @Nullable Long size,
      @Nullable String signer) {
    return Artifacts.fileAt(deviceId(), path, name, hashes, size, signer);
  }

  public @Nullable ProcessArtifact process(
      @Nullable Long number,
      @Nullable Instant started,
      @Nullable String command,
      @Nullable FileArtifact image,
      @Nullable String account) {
    return number == null && command == null && image == null
        ? null
        : new ProcessArtifact(deviceId(), number, started, command, image, account);
  }

  /** A key by its whole path, with or without its hive. */
  public @Nullable RegistryEntry registry(
      @Nullable String path, @Nullable String valueName, @Nullable String data) {
    return Artifacts.registry(deviceId(), null, path, valueName, data);
  }

  /**
   * Decides before the device is written down which end of a connection is the host itself: the
   * address that is a machine's of the own network while the other is not. Two such stay two,
   * unless the caller says which is the host's.
   */
  public void claimEnd(@Nullable String source, @Nullable String destination) {
    if (source == null || destination == null || owns(source) || owns(destination)) {
      return;
    }
    if (Addresses.isMachine(source) && !Addresses.isMachine(destination)) {
      at(source);
    } else if (Addresses.isMachine(destination) && !Addresses.isMachine(source)) {
      at(destination);
    }
  }

  /** Adds the other end of a connection; the host's own is the device. */
  public void addPeer(AlertDraft draft, @Nullable String written, Role role) {
    var address = Addresses.of(written);
    if (address != null && !owns(address)) {
      draft.add(new IpAddress(address), List.of(role), null);
    }
  }

  public static void addIfAny(AlertDraft draft, @Nullable Entity entity, Role... roles) {
    if (entity != null) {
      draft.add(entity, List.of(roles), null);
    }
  }
}
