package dev.quaestor.action;

import static dev.quaestor.action.Area.DEVICE;
import static dev.quaestor.action.Area.EMAIL;
import static dev.quaestor.action.Area.IDENTITY;

import java.util.List;
import java.util.Optional;

/**
 * The catalogue: what each action is called, whom it concerns, which MITRE D3FEND techniques it is
 * (ontology 2025-08), and whether it can be taken back.
 */
public enum OldType {
  COLLECT_INVESTIGATION_PACKAGE(DEVICE, "Collect investigation package", false),
  ISOLATE_DEVICE(DEVICE, "Isolate device", true, "D3-NI"),
  RELEASE_DEVICE(DEVICE, "Release device from isolation", false, "D3-RNA"),
  OFFBOARD_DEVICE(DEVICE, "Offboard device", false),
  RESTRICT_CODE_EXECUTION(DEVICE, "Restrict code execution", true, "D3-EAL"),
  RELEASE_CODE_EXECUTION(DEVICE, "Release code execution", false, "D3-RC"),
  RUN_ANTIVIRUS_SCAN(DEVICE, "Run antivirus scan", false, "D3-FA"),
  STOP_AND_QUARANTINE_FILE(DEVICE, "Stop and quarantine file", true, "D3-PT", "D3-CQ"),
  RELEASE_FROM_QUARANTINE(DEVICE, "Release file from quarantine", false, "D3-RF"),
  REQUEST_SAMPLE(DEVICE, "Request sample", false),
  KILL_PROCESS(DEVICE, "Kill process", false, "D3-PT"),
  DELETE_FILE(DEVICE, "Delete file", true, "D3-FEV"),
  RESTORE_FILE(DEVICE, "Restore deleted file", false, "D3-RF"),
  REMOVE_SCHEDULED_TASK(DEVICE, "Remove scheduled task", true, "D3-OE"),
  RESTORE_SCHEDULED_TASK(DEVICE, "Restore scheduled task", false, "D3-RC"),
  REMOVE_REGISTRY_ENTRY(DEVICE, "Remove registry entry", true, "D3-RKD"),
  RESTORE_REGISTRY_ENTRY(DEVICE, "Restore registry entry", false, "D3-RC"),
  STOP_SERVICE(DEVICE, "Stop service", true, "D3-OE"),
  RESTORE_SERVICE(DEVICE, "Restore service", false, "D3-RC"),
  DISABLE_DRIVER(DEVICE, "Disable driver", true, "D3-OE"),
  RESTORE_DRIVER(DEVICE, "Restore driver", false, "D3-RC"),
  CONTAIN_DEVICE(DEVICE, "Contain device", true, "D3-NI"),
  RELEASE_CONTAINED_DEVICE(DEVICE, "Release device from containment", false, "D3-RNA"),
  RUN_SCRIPT(DEVICE, "Run library script", false),
  EXPAND_INVESTIGATION(DEVICE, "Expand investigation", false),
  BLOCK_URL(EMAIL, "Block URL at time of click", true, "D3-OTF"),
  UNBLOCK_URL(EMAIL, "Remove URL block", false, "D3-RC"),
  SOFT_DELETE_EMAIL(EMAIL, "Soft delete email", true, "D3-ER"),
  HARD_DELETE_EMAIL(EMAIL, "Hard delete email", false, "D3-ER"),
  MOVE_EMAIL_TO_JUNK(EMAIL, "Move email to junk", true, "D3-ER"),
  MOVE_EMAIL_TO_INBOX(EMAIL, "Move email to inbox", true, "D3-RE"),
  QUARANTINE_EMAIL(EMAIL, "Quarantine email", true, "D3-CQ"),
  QUARANTINE_ATTACHMENT(EMAIL, "Quarantine attachment", true, "D3-CQ"),
  RESTORE_EMAIL(EMAIL, "Move email back", false, "D3-RE"),
  TURN_OFF_EXTERNAL_FORWARDING(EMAIL, "Turn off external forwarding", true, "D3-RC"),
  RESTORE_FORWARDING(EMAIL, "Restore forwarding", false, "D3-RC"),
  DISABLE_USER(IDENTITY, "Disable user", true, "D3-AL"),
  ENABLE_USER(IDENTITY, "Enable user", false, "D3-ULA"),
  REVOKE_SESSIONS(IDENTITY, "Revoke sessions", false, "D3-ST"),
  CONFIRM_USER_COMPROMISED(IDENTITY, "Confirm user compromised", true),
  DISMISS_USER_RISK(IDENTITY, "Dismiss user risk", false),
  FORCE_PASSWORD_RESET(IDENTITY, "Force password reset", false, "D3-PR");

  private final Area area;
  private final String title;
  private final boolean undoable;
  private final List<String> d3fend;

  OldType(Area area, String title, boolean undoable, String... d3fend) {
    this.area = area;
    this.title = title;
    this.undoable = undoable;
    this.d3fend = List.of(d3fend);
  }

  public Area area() {
    return area;
  }

  /** What people read, as Microsoft's Action center words it. */
  public String title() {
    return title;
  }

  /**
   * Whether it has an inverse at all; whether one run can be undone is for its {@link Receipt} to
   * say.
   */
  public boolean undoable() {
    return undoable;
  }

  public List<String> d3fend() {
    return d3fend;
  }

  /** Whether it leaves what it looks at as it was. */
  public boolean onlyReads() {
    return switch (this) {
      case COLLECT_INVESTIGATION_PACKAGE,
          RUN_ANTIVIRUS_SCAN,
          REQUEST_SAMPLE,
          EXPAND_INVESTIGATION ->
          true;
      default -> false;
    };
  }

  /** Whether it takes back what another action did, and so is never planned by policy. */
  public boolean isInverse() {
    return switch (this) {
      case RELEASE_DEVICE,
          RELEASE_CODE_EXECUTION,
          RELEASE_FROM_QUARANTINE,
          RESTORE_FILE,
          RESTORE_SCHEDULED_TASK,
          RESTORE_REGISTRY_ENTRY,
          RESTORE_SERVICE,
          RESTORE_DRIVER,
          RELEASE_CONTAINED_DEVICE,
          UNBLOCK_URL,
          RESTORE_EMAIL,
          RESTORE_FORWARDING,
          ENABLE_USER,
          DISMISS_USER_RISK ->
          true;
      default -> false;
    };
  }

  /** Why nothing takes it back, one sentence; empty when something does. */
  public Optional<String> notUndoableBecause() {
    if (undoable) {
      return Optional.empty();
    }
    if (isInverse()) {
      return Optional.of("It takes back what another action did: do that action again instead");
    }
    return Optional.of(
        switch (this) {
          case OFFBOARD_DEVICE -> "No back end onboards a device again by itself";
          case KILL_PROCESS -> "A process that was ended cannot be brought back";
          case RUN_SCRIPT -> "Nobody knows what a script has done";
          case HARD_DELETE_EMAIL -> "Purged mail is gone";
          case REVOKE_SESSIONS -> "A session that was ended cannot be brought back";
          case FORCE_PASSWORD_RESET -> "The old password is void";
          default -> "It only looked and changed nothing";
        });
  }
}
