package dev.quaestor.lab.tenant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file on one device: where it is, whether it is quarantined, and what happened to it. */
public final class DeviceFile {

  /** Something that happened to the file, as device telemetry names it. */
  public record Event(Instant at, String actionType, String initiatingProcess) {}

  private final String sha1;
  private final @Nullable String sha256;
  private final String fileName;
  private final String folder;
  private final byte @Nullable [] content;
  private final List<Event> events = new ArrayList<>();
  private boolean quarantined;
  private boolean deleted;

  public DeviceFile(
      String sha1,
      @Nullable String sha256,
      String fileName,
      String folder,
      byte @Nullable [] content) {
    this.sha1 = sha1;
    this.sha256 = sha256;
    this.fileName = fileName;
    this.folder = folder;
    this.content = content;
  }

  public String sha1() {
    return sha1;
  }

  public @Nullable String sha256() {
    return sha256;
  }

  public String fileName() {
    return fileName;
  }

  public String folder() {
    return folder;
  }

  /** The bytes, where the lab knows them: their hashes are the file's. */
  public byte @Nullable [] content() {
    return content;
  }

  public boolean quarantined() {
    return quarantined;
  }

  /** Deleted by a script, which keeps a copy. */
  public boolean deleted() {
    return deleted;
  }

  /** Whether it is at its path. */
  public boolean present() {
    return !quarantined && !deleted;
  }

  void delete(Instant at) {
    deleted = true;
    events.add(new Event(at, "FileDeleted", "powershell.exe"));
  }

  void putBack(Instant at) {
    deleted = false;
    events.add(new Event(at, "FileCreated", "powershell.exe"));
  }

  /** What was met without its place is this one. */
  void isAs(DeviceFile placeless) {
    quarantined = placeless.quarantined;
    events.addAll(placeless.events);
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  public void seen(Instant at, String process) {
    events.add(new Event(at, "FileCreated", process));
  }

  void quarantine(Instant at) {
    if (!quarantined) {
      quarantined = true;
      events.add(new Event(at, "FileDeleted", "MsMpEng.exe"));
    }
  }

  boolean release(Instant at) {
    if (!quarantined) {
      return false;
    }
    quarantined = false;
    events.add(new Event(at, "FileCreated", "MpCmdRun.exe"));
    return true;
  }
}
