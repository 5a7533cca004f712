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
import dev.quaestor.starter.intake.json.Texts;
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

  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String os;
  private @Nullable String group;
  private List<String> tags = List.of();
  private final Set<String> addresses = new LinkedHashSet<>();

  public HostDraft named(@Nullable String id, @Nullable String name) {
    var isDefenders = id != null && DEFENDER_ID.matcher(id).matches();
    this.name = name == null ? this.name : Texts.bounded(name, NAME);
    if (id != null && (isDefenders || this.name == null)) {
      this.id = Texts.boundedIdentity(id, Fields.ID);
    }
    return this;
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
  public HostDraft at(@Nullable String address) {
    if (address != null
        && addresses.size() < MOST_ADDRESSES
        && Addresses.isAddress(address)
        && !Addresses.isNobody(address)) {
      addresses.add(address);
    }
    return this;
  }

  public boolean isKnown() {
    return id != null || name != null;
  }

  public boolean owns(String address) {
    return addresses.contains(address) || Addresses.isNobody(address);
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
    if (path == null || path.isBlank()) {
      return null;
    }
    var plain = path.startsWith("\\") ? path.substring(1) : path;
    var cut = plain.indexOf('\\');
    var hive = cut < 0 ? null : hive(plain.substring(0, cut));
    return new RegistryEntry(
        deviceId(), hive, hive == null ? plain : plain.substring(cut + 1), valueName, data, null);
  }

  private static @Nullable String hive(String written) {
    return switch (written.toUpperCase(Locale.ROOT)) {
      case "HKLM", "HKEY_LOCAL_MACHINE" -> "HKEY_LOCAL_MACHINE";
      case "HKCU", "HKEY_CURRENT_USER" -> "HKEY_CURRENT_USER";
      case "HKU", "HKEY_USERS" -> "HKEY_USERS";
      case "HKCR", "HKEY_CLASSES_ROOT", "HKEY_CLASSESROOT" -> "HKEY_CLASSES_ROOT";
      case "HKCC", "HKEY_CURRENT_CONFIG" -> "HKEY_CURRENT_CONFIG";
      default -> null;
    };
  }

  /**
   * Decides before the device is written down which end of a connection is the host itself: the
   * address that is internal while the other is not. Two internal ones stay two, unless the caller
   * says which is the host's.
   */
  public void claimEnd(@Nullable String source, @Nullable String destination) {
    if (source == null || destination == null || owns(source) || owns(destination)) {
      return;
    }
    if (Addresses.isInternal(source) && !Addresses.isInternal(destination)) {
      at(source);
    } else if (Addresses.isInternal(destination) && !Addresses.isInternal(source)) {
      at(destination);
    }
  }

  /** Adds the other end of a connection; the host's own is the device. */
  public void addPeer(AlertDraft draft, @Nullable String address, Role role) {
    if (address != null && Addresses.isAddress(address) && !owns(address)) {
      draft.add(new IpAddress(address), List.of(role), null);
    }
  }

  public static void addIfAny(AlertDraft draft, @Nullable Entity entity, Role... roles) {
    if (entity != null) {
      draft.add(entity, List.of(roles), null);
    }
  }
}
