package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One device: what the vendor's inventory says of it, and what is really so. The inventory does not
 * tell isolation, restriction or quarantine, and it goes on saying Active for a device that has
 * just gone offline, as the vendor's does.
 */
public final class LabDevice {

  private final String id;
  private final ObjectNode inventory;
  private final Map<String, DeviceFile> files = new LinkedHashMap<>();
  private final Map<String, DeviceItem> items = new LinkedHashMap<>();
  private final List<String> scans = new ArrayList<>();
  private @Nullable String isolation;
  private boolean restricted;
  private boolean offboarded;
  private int packages;
  private @Nullable Instant offlineSince;

  LabDevice(String id, ObjectNode inventory) {
    this.id = id;
    this.inventory = inventory;
  }

  public String id() {
    return id;
  }

  public String name() {
    return LabJson.text(inventory, "computerDnsName");
  }

  public String platform() {
    return LabJson.text(inventory, "osPlatform");
  }

  /** Whether Defender manages it; one that is not can only be contained. */
  public boolean onboarded() {
    return LabJson.text(inventory, "onboardingStatus").equalsIgnoreCase("onboarded");
  }

  public String group() {
    return LabJson.text(inventory, "rbacGroupName");
  }

  /** The machine resource as the API shows it now. */
  public ObjectNode inventory(Instant now) {
    ObjectNode machine = inventory.deepCopy();
    machine.put("lastSeen", LabJson.defenderTime(offlineSince == null ? now : offlineSince));
    if (offboarded) {
      machine.put("healthStatus", "Inactive");
    }
    return machine;
  }

  /** Full, Selective, UnManagedDevice, or null when the device is free. */
  public @Nullable String isolation() {
    return isolation;
  }

  public boolean restricted() {
    return restricted;
  }

  public boolean offboarded() {
    return offboarded;
  }

  public boolean online() {
    return offlineSince == null;
  }

  /** Whether an action can run on it now. */
  public boolean reachable() {
    return online() && !offboarded;
  }

  /** The types of the scans that were completed, oldest first. */
  public List<String> scans() {
    return List.copyOf(scans);
  }

  public int packages() {
    return packages;
  }

  public Collection<DeviceFile> files() {
    return Collections.unmodifiableCollection(files.values());
  }

  public Optional<DeviceFile> file(String hash) {
    String wanted = hash.toLowerCase(Locale.ROOT);
    return files.values().stream()
        .filter(file -> file.sha1().equals(wanted) || wanted.equals(file.sha256()))
        .findFirst();
  }

  /** The file at a full path, whatever its case; where none is, one that was there. */
  public Optional<DeviceFile> fileAt(String path) {
    String wanted = path.replace('/', '\\');
    return files.values().stream()
        .filter(
            file ->
                (file.folder() + "\\" + file.fileName())
                    .replace('/', '\\')
                    .equalsIgnoreCase(wanted))
        .min(Comparator.comparing(file -> !file.present()));
  }

  /** A file that the lab had not met is at this path from now on. */
  public DeviceFile meetFile(String path, String sha1, @Nullable String sha256) {
    int cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    DeviceFile file =
        new DeviceFile(
            sha1.toLowerCase(Locale.ROOT),
            sha256 == null ? null : sha256.toLowerCase(Locale.ROOT),
            path.substring(cut + 1),
            path.substring(0, Math.max(cut, 0)),
            null);
    DeviceFile placeless = files.get(file.sha1());
    if (placeless != null && placeless.fileName().isEmpty()) {
      // It was quarantined before anybody said where it is.
      files.remove(file.sha1());
      file.isAs(placeless);
    }
    files.put(path.toLowerCase(Locale.ROOT), file);
    return file;
  }

  public Collection<DeviceItem> items() {
    return List.copyOf(items.values());
  }

  Optional<DeviceItem> item(String kind, String name) {
    return Optional.ofNullable(items.get(kind + " " + name.toLowerCase(Locale.ROOT)));
  }

  /** A process of that number runs, and has since then. */
  public void runs(long pid, Instant since) {
    meet("process", Long.toString(pid), LabJson.object().put("started", since.toString()));
  }

  DeviceItem meet(String kind, String name, ObjectNode image) {
    DeviceItem item = new DeviceItem(kind, name, image);
    items.put(kind + " " + name.toLowerCase(Locale.ROOT), item);
    return item;
  }

  public void put(DeviceFile file) {
    files.put(file.sha1(), file);
  }

  void isolate(String scope) {
    isolation = scope;
  }

  void release() {
    isolation = null;
  }

  void restrict(boolean on) {
    restricted = on;
  }

  void offboard(Instant at) {
    offboarded = true;
    offlineSince = at;
  }

  void scanned(String scope) {
    scans.add(scope);
  }

  void packaged() {
    packages++;
  }

  void offline(Instant at) {
    if (offlineSince == null) {
      offlineSince = at;
    }
  }

  void backOnline() {
    if (!offboarded) {
      offlineSince = null;
    }
  }

  /**
   * Quarantines by SHA-1; a file that the lab has not met is taken to be there, so that any real
   * alert can be tried.
   *
   * @return false when all that it had of it is deleted
   */
  boolean quarantine(String sha1, Instant at) {
    if (copies(sha1).isEmpty()) {
      files.put(sha1, new DeviceFile(sha1, null, "", "", null));
    }
    List<DeviceFile> left = copies(sha1).stream().filter(file -> !file.deleted()).toList();
    left.forEach(file -> file.quarantine(at));
    return !left.isEmpty();
  }

  boolean releaseFromQuarantine(String sha1, Instant at) {
    List<DeviceFile> locked = copies(sha1).stream().filter(DeviceFile::quarantined).toList();
    locked.forEach(file -> file.release(at));
    return !locked.isEmpty();
  }

  private List<DeviceFile> copies(String sha1) {
    return files.values().stream().filter(file -> file.sha1().equals(sha1)).toList();
  }
}
