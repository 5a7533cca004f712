package dev.quaestor.action;

import static dev.quaestor.action.ActionType.Purpose.EVICT;
import static dev.quaestor.action.ActionType.Purpose.HARDEN;
import static dev.quaestor.action.ActionType.Purpose.ISOLATE;
import static dev.quaestor.action.ActionType.Purpose.RESTORE;
import static dev.quaestor.action.ActionType.Touched.NETWORK;
import static dev.quaestor.action.CatalogueRow.row;
import static dev.quaestor.action.TargetKind.ATTACHMENT;
import static dev.quaestor.action.TargetKind.DEVICE;
import static dev.quaestor.action.TargetKind.DRIVER;
import static dev.quaestor.action.TargetKind.FILE;
import static dev.quaestor.action.TargetKind.FILE_IN_PLACE;
import static dev.quaestor.action.TargetKind.MAIL;
import static dev.quaestor.action.TargetKind.MAILBOX_RULE;
import static dev.quaestor.action.TargetKind.PROCESS;
import static dev.quaestor.action.TargetKind.REGISTRY_ENTRY;
import static dev.quaestor.action.TargetKind.SCHEDULED_TASK;
import static dev.quaestor.action.TargetKind.SERVICE;
import static dev.quaestor.action.TargetKind.URL;
import static dev.quaestor.action.TargetKind.USER;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.DeviceAction.Scan;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue: for each type of action one row. It says what people call it, which record it is
 * and what it is done to; whether something takes it back; what it is for and which D3FEND
 * techniques it is; and by which routes a person may order it, the first being that of an order
 * that names none.
 */
public enum ActionType {
  COLLECT_INVESTIGATION_PACKAGE(
      row("Collect investigation package", DeviceAction.CollectInvestigationPackage.class)
          .on(DEVICE, DeviceAction.CollectInvestigationPackage::new)
          .looksOnly()
          .from(Route.DEVICE_OR_HUNT)),
  ISOLATE_DEVICE(
      row("Isolate device", DeviceAction.IsolateDevice.class)
          .on(
              DEVICE,
              (d, c) ->
                  new DeviceAction.IsolateDevice(d, Isolation.valueOf(Choice.ISOLATION.in(c))),
              Choice.ISOLATION)
          .undoable("Undo gives the device its network back; connections that were cut stay cut")
          .is(ISOLATE, D3fend.NETWORK_ISOLATION)
          .touching(NETWORK)
          .from(Route.DEVICE_OR_HUNT)),
  RELEASE_DEVICE(
      row("Release device from isolation", DeviceAction.ReleaseDevice.class)
          .on(DEVICE, DeviceAction.ReleaseDevice::new)
          .takesBack(ISOLATE_DEVICE)
          .is(D3fend.RESTORE_NETWORK_ACCESS)
          .touching(NETWORK)),
  OFFBOARD_DEVICE(
      row("Offboard device", DeviceAction.OffboardDevice.class)
          .on(DEVICE, DeviceAction.OffboardDevice::new)
          .never("No back end can onboard a device again on its own")
          .alwaysWaits()),
  RESTRICT_CODE_EXECUTION(
      row("Restrict code execution", DeviceAction.RestrictCodeExecution.class)
          .on(DEVICE, DeviceAction.RestrictCodeExecution::new)
          .undoable(
              "Undo lets the device run programs as before; what was kept from starting is not"
                  + " started")
          .is(ISOLATE, D3fend.EXECUTABLE_ALLOWLISTING)
          .from(Route.DEVICE_OR_HUNT)),
  RELEASE_CODE_EXECUTION(
      row("Release code execution", DeviceAction.ReleaseCodeExecution.class)
          .on(DEVICE, DeviceAction.ReleaseCodeExecution::new)
          .takesBack(RESTRICT_CODE_EXECUTION)
          .is(D3fend.RESTORE_CONFIGURATION)),
  RUN_ANTIVIRUS_SCAN(
      row("Run antivirus scan", DeviceAction.RunAntivirusScan.class)
          .on(
              DEVICE,
              (d, c) -> new DeviceAction.RunAntivirusScan(d, Scan.valueOf(Choice.SCAN.in(c))),
              Choice.SCAN)
          .looksOnly()
          .never("A scan cannot be undone, nor can what the antivirus removes on its own")
          .is(D3fend.FILE_ANALYSIS)
          .from(Route.DEVICE_OR_HUNT)),
  STOP_AND_QUARANTINE_FILE(
      row("Stop and quarantine file", DeviceAction.StopAndQuarantineFile.class)
          .on(FILE, DeviceAction.StopAndQuarantineFile::new)
          .undoable("Undo puts the file back; processes that were stopped are not started again")
          .is(ISOLATE, D3fend.PROCESS_TERMINATION, D3fend.CONTENT_QUARANTINE)
          .from(Route.DEVICE_OR_HUNT)),
  RELEASE_FROM_QUARANTINE(
      row("Release file from quarantine", DeviceAction.ReleaseFromQuarantine.class)
          .on(FILE, DeviceAction.ReleaseFromQuarantine::new)
          .takesBack(STOP_AND_QUARANTINE_FILE)
          .is(D3fend.RESTORE_FILE)),
  REQUEST_SAMPLE(
      row("Request sample", DeviceAction.RequestSample.class)
          .on(FILE, DeviceAction.RequestSample::new)
          .looksOnly()
          .from(Route.LIVE_RESPONSE)),
  KILL_PROCESS(
      row("Kill process", LiveResponseAction.KillProcess.class)
          .on(PROCESS, LiveResponseAction.KillProcess::new)
          .never("A process that has been ended cannot be restarted as it was")
          .is(EVICT, D3fend.PROCESS_TERMINATION)
          .from(Route.LIVE_RESPONSE)),
  DELETE_FILE(
      row("Delete file", LiveResponseAction.DeleteFile.class)
          .on(FILE_IN_PLACE, LiveResponseAction.DeleteFile::new)
          .undoable("Undo puts the file back where it was")
          .is(EVICT, D3fend.FILE_EVICTION)
          .from(Route.LIVE_RESPONSE)),
  RESTORE_FILE(
      row("Restore deleted file", LiveResponseAction.RestoreFile.class)
          .putsBack(FILE)
          .is(D3fend.RESTORE_FILE)
          .from(Route.LIVE_RESPONSE)),
  REMOVE_SCHEDULED_TASK(
      row("Remove scheduled task", LiveResponseAction.RemoveScheduledTask.class)
          .on(SCHEDULED_TASK, LiveResponseAction.RemoveScheduledTask::new)
          .undoable(
              "Undo creates the task again as it was; runs that it missed are not made up for")
          .is(EVICT, D3fend.OBJECT_EVICTION)
          .from(Route.LIVE_RESPONSE)),
  RESTORE_SCHEDULED_TASK(
      row("Restore scheduled task", LiveResponseAction.RestoreScheduledTask.class)
          .putsBack(SCHEDULED_TASK)
          .is(D3fend.RESTORE_CONFIGURATION)
          .from(Route.LIVE_RESPONSE)),
  REMOVE_REGISTRY_ENTRY(
      row("Remove registry entry", LiveResponseAction.RemoveRegistryEntry.class)
          .on(REGISTRY_ENTRY, LiveResponseAction.RemoveRegistryEntry::new)
          .undoable("Undo writes the entry again as it was")
          .is(EVICT, D3fend.REGISTRY_KEY_DELETION)
          .from(Route.LIVE_RESPONSE)),
  RESTORE_REGISTRY_ENTRY(
      row("Restore registry entry", LiveResponseAction.RestoreRegistryEntry.class)
          .putsBack(REGISTRY_ENTRY)
          .is(D3fend.RESTORE_CONFIGURATION)
          .from(Route.LIVE_RESPONSE)),
  STOP_SERVICE(
      row("Stop service", LiveResponseAction.StopService.class)
          .on(SERVICE, LiveResponseAction.StopService::new)
          .undoable("Undo puts the service back as it was")
          .is(EVICT, D3fend.OBJECT_EVICTION)
          .from(Route.LIVE_RESPONSE)),
  RESTORE_SERVICE(
      row("Restore service", LiveResponseAction.RestoreService.class)
          .putsBack(SERVICE)
          .is(D3fend.RESTORE_CONFIGURATION)
          .from(Route.LIVE_RESPONSE)),
  DISABLE_DRIVER(
      row("Disable driver", LiveResponseAction.DisableDriver.class)
          .on(DRIVER, LiveResponseAction.DisableDriver::new)
          .undoable("Undo enables the driver again, which may take a restart of the device")
          .is(EVICT, D3fend.OBJECT_EVICTION)
          .from(Route.LIVE_RESPONSE)),
  RESTORE_DRIVER(
      row("Restore driver", LiveResponseAction.RestoreDriver.class)
          .putsBack(DRIVER)
          .is(D3fend.RESTORE_CONFIGURATION)
          .from(Route.LIVE_RESPONSE)),
  CONTAIN_DEVICE(
      row("Contain device", DeviceAction.ContainDevice.class)
          .on(DEVICE, DeviceAction.ContainDevice::new)
          .undoable("Undo lets other devices talk to it again; connections that were cut stay cut")
          .is(ISOLATE, D3fend.NETWORK_ISOLATION)
          .touching(NETWORK)),
  RELEASE_CONTAINED_DEVICE(
      row("Release device from containment", DeviceAction.ReleaseContainedDevice.class)
          .on(DEVICE, DeviceAction.ReleaseContainedDevice::new)
          .takesBack(CONTAIN_DEVICE)
          .is(D3fend.RESTORE_NETWORK_ACCESS)
          .touching(NETWORK)),
  RUN_SCRIPT(
      row("Run library script", LiveResponseAction.RunScript.class)
          .on(
              DEVICE,
              (d, c) ->
                  new LiveResponseAction.RunScript(
                      d, Choice.SCRIPT.in(c), c.get(Choice.ARGUMENTS.name())),
              Choice.SCRIPT,
              Choice.ARGUMENTS)
          .onlyByHand()
          .never("Quaestor cannot know what a script changed")
          .from(Route.LIVE_RESPONSE)),
  EXPAND_INVESTIGATION(
      row("Expand investigation", ExpandInvestigation.class)
          .looksOnly()
          .never(
              "An examination cannot be undone; of what is then done on those devices, each action"
                  + " says for itself whether it can be undone")),
  BLOCK_URL(
      row("Block URL at time of click", EmailAction.BlockUrl.class)
          .on(URL, (url, c) -> new EmailAction.BlockUrl(url, Choice.enforcer(c)), Choice.THROUGH)
          .byEach()
          .undoable(
              "Undo lets the URL be opened again, unless it was blocked before; clicks that were"
                  + " refused stay refused")
          .is(ISOLATE, D3fend.OUTBOUND_TRAFFIC_FILTERING)
          .from(Route.EMAIL_OR_EXPLORER)),
  UNBLOCK_URL(
      row("Remove URL block", EmailAction.UnblockUrl.class)
          .on(
              URL,
              (url, c) -> new EmailAction.UnblockUrl(url, null, Choice.enforcer(c)),
              Choice.THROUGH)
          .byEach()
          .takesBack(BLOCK_URL)
          .is(D3fend.RESTORE_CONFIGURATION)),
  SOFT_DELETE_EMAIL(
      row("Soft delete email", EmailAction.SoftDeleteEmail.class)
          .on(MAIL, EmailAction.SoftDeleteEmail::new)
          .undoable(Sentence.MOVED_BACK)
          .is(EVICT, D3fend.EMAIL_REMOVAL)
          .from(Route.MESSAGES)),
  HARD_DELETE_EMAIL(
      row("Hard delete email", EmailAction.HardDeleteEmail.class)
          .on(MAIL, EmailAction.HardDeleteEmail::new)
          .never("Purged mail cannot be recovered")
          .alwaysWaits()
          .is(EVICT, D3fend.EMAIL_REMOVAL)
          .from(Route.MESSAGES)),
  MOVE_EMAIL_TO_JUNK(
      row("Move email to junk", EmailAction.MoveEmailToJunk.class)
          .on(MAIL, EmailAction.MoveEmailToJunk::new)
          .undoable(Sentence.MOVED_BACK)
          .is(EVICT, D3fend.EMAIL_REMOVAL)
          .from(Route.MESSAGES)),
  MOVE_EMAIL_TO_DELETED_ITEMS(
      row("Move email to deleted items", EmailAction.MoveEmailToDeletedItems.class)
          .on(MAIL, EmailAction.MoveEmailToDeletedItems::new)
          .undoable(Sentence.MOVED_BACK)
          .is(EVICT, D3fend.EMAIL_REMOVAL)
          .from(Route.MESSAGES)),
  MOVE_EMAIL_TO_INBOX(
      row("Move email to inbox", EmailAction.MoveEmailToInbox.class)
          .on(MAIL, EmailAction.MoveEmailToInbox::new)
          .undoable(Sentence.MOVED_BACK)
          .is(RESTORE, D3fend.RESTORE_EMAIL)
          .from(Route.MESSAGES)),
  QUARANTINE_EMAIL(
      row("Quarantine email", EmailAction.QuarantineEmail.class)
          .on(MAIL, EmailAction.QuarantineEmail::new)
          .undoable(Sentence.MOVED_BACK)
          .is(ISOLATE, D3fend.CONTENT_QUARANTINE)
          .from(Route.EMAIL_OR_EXPLORER)),
  QUARANTINE_ATTACHMENT(
      row("Quarantine attachment", EmailAction.QuarantineAttachment.class)
          .on(
              ATTACHMENT,
              (m, c) -> new EmailAction.QuarantineAttachment(m, Choice.ATTACHMENT.in(c)),
              Choice.ATTACHMENT)
          .undoable("Undo puts the message back with its attachment")
          .is(ISOLATE, D3fend.CONTENT_QUARANTINE)
          .from(Route.EMAIL_OR_EXPLORER)),
  RESTORE_EMAIL(
      row("Move email back", EmailAction.RestoreEmail.class)
          .putsBack(MAIL)
          .is(D3fend.RESTORE_EMAIL)),
  TURN_OFF_EXTERNAL_FORWARDING(
      row("Turn off external forwarding", EmailAction.TurnOffExternalForwarding.class)
          .on(MAILBOX_RULE, EmailAction.TurnOffExternalForwarding::new)
          .undoable("Undo forwards as before; mail that came in the meantime is not sent on")
          .is(HARDEN, D3fend.RESTORE_CONFIGURATION)),
  RESTORE_FORWARDING(
      row("Restore forwarding", EmailAction.RestoreForwarding.class)
          .putsBack(MAILBOX_RULE)
          .is(D3fend.RESTORE_CONFIGURATION)),
  DISABLE_USER(
      row("Disable user", IdentityAction.DisableUser.class)
          .on(USER, IdentityAction.DisableUser::new)
          .undoable("Undo lets the account sign in again; sessions that ended stay ended")
          .is(EVICT, D3fend.ACCOUNT_LOCKING)
          .from(Route.ACCOUNT_OR_HUNT)),
  ENABLE_USER(
      row("Enable user", IdentityAction.EnableUser.class)
          .on(USER, IdentityAction.EnableUser::new)
          .takesBack(DISABLE_USER)
          .is(D3fend.UNLOCK_ACCOUNT)),
  REVOKE_SESSIONS(
      row("Revoke sessions", IdentityAction.RevokeSessions.class)
          .on(USER, IdentityAction.RevokeSessions::new)
          .never("A session that has been revoked cannot be restored")
          .is(EVICT, D3fend.SESSION_TERMINATION)
          .from(Route.ACCOUNT_OR_HUNT)),
  CONFIRM_USER_COMPROMISED(
      row("Confirm user compromised", IdentityAction.ConfirmUserCompromised.class)
          .on(USER, IdentityAction.ConfirmUserCompromised::new)
          .undoable(
              "Undo sets the account's risk back to what it was, unless the directory itself had it"
                  + " at risk before")
          .is(HARDEN)
          .from(Route.ACCOUNT_OR_HUNT)),
  DISMISS_USER_RISK(
      row("Dismiss user risk", IdentityAction.DismissUserRisk.class)
          .on(USER, IdentityAction.DismissUserRisk::new)
          .takesBack(CONFIRM_USER_COMPROMISED)),
  FORCE_PASSWORD_RESET(
      row("Force password reset", IdentityAction.ForcePasswordReset.class)
          .on(USER, IdentityAction.ForcePasswordReset::new)
          .never("The old password is no longer valid")
          .is(HARDEN, D3fend.PASSWORD_ROTATION)
          .from(Route.ACCOUNT_OR_HUNT));

  /** What it is for, as D3FEND and OCSF name it; what only looks is for something else. */
  public enum Purpose {
    ISOLATE,
    EVICT,
    RESTORE,
    HARDEN,
    OTHER
  }

  /** Which part of the world it touches, as OCSF tells its classes apart. */
  public enum Touched {
    NETWORK,
    FILE,
    PROCESS,
    OTHER
  }

  /**
   * Sources: Microsoft, <em>Action center</em>; <em>Take action on advanced hunting query
   * results</em>; <em>Threat Explorer: remediation</em>; <em>Live response</em>.
   */
  private static final class Route {
    static final List<ActionSource> DEVICE_OR_HUNT =
        List.of(ActionSource.MANUAL_DEVICE_ACTION, ActionSource.ADVANCED_HUNTING_ACTION);
    static final List<ActionSource> LIVE_RESPONSE =
        List.of(
            ActionSource.LIVE_RESPONSE_ACTION_API,
            ActionSource.MANUAL_LIVE_RESPONSE_ACTION,
            ActionSource.MANUAL_DEVICE_ACTION);
    static final List<ActionSource> EMAIL_OR_EXPLORER =
        List.of(ActionSource.MANUAL_EMAIL_ACTION, ActionSource.EXPLORER_ACTION);
    static final List<ActionSource> MESSAGES =
        List.of(
            ActionSource.MANUAL_EMAIL_ACTION,
            ActionSource.EXPLORER_ACTION,
            ActionSource.ADVANCED_HUNTING_ACTION);
    // The Action center has no source of its own for accounts; it lists them with mail.
    static final List<ActionSource> ACCOUNT_OR_HUNT =
        List.of(ActionSource.MANUAL_EMAIL_ACTION, ActionSource.ADVANCED_HUNTING_ACTION);
  }

  private static final class Sentence {
    static final String MOVED_BACK = "Undo moves each message back to the folder that it was in";
  }

  private static final Map<Class<?>, ActionType> BY_RECORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(t -> t.row.action, Function.identity()));

  private final CatalogueRow<?> row;

  ActionType(CatalogueRow<?> row) {
    this.row = row;
  }

  static ActionType of(Class<?> action) {
    var type = BY_RECORD.get(action);
    if (type == null) {
      throw new IllegalStateException("no row of the catalogue is " + action.getName());
    }
    return type;
  }

  /** The record that an action of this type is. */
  Class<? extends RemediationAction> action() {
    return row.action;
  }

  public Area area() {
    return row.area;
  }

  /** What people read, as Microsoft's Action center words it. */
  public String title() {
    return row.title;
  }

  /**
   * Whether it has an inverse at all; whether one run can be undone is for its {@link Receipt} to
   * say.
   */
  public boolean undoable() {
    return row.undoneHow().isPresent();
  }

  /** The techniques that it is; none for what D3FEND has no word for. */
  public List<D3fend> d3fend() {
    return row.d3fend;
  }

  public Purpose purpose() {
    return row.purpose;
  }

  public Touched touched() {
    return row.touched();
  }

  /** Whether it leaves what it looks at as it was. */
  public boolean onlyReads() {
    return row.reads;
  }

  /** Whether it takes back what another action did, and so no rule orders it. */
  public boolean isInverse() {
    return row.inverse;
  }

  /**
   * The type of action that brings about the state that this one ends; empty for what ends none, or
   * is only made by an undo.
   */
  public Optional<ActionType> ends() {
    return Optional.ofNullable(row.ended);
  }

  /** What undo gives back and what it does not, one sentence; empty when nothing takes it back. */
  public Optional<String> undoneHow() {
    return row.undoneHow();
  }

  /** Why nothing takes it back, one sentence; empty when something does. */
  public Optional<String> notUndoableBecause() {
    return row.notUndoableBecause();
  }

  /** Whether a person can order it by itself. */
  public boolean orderable() {
    return row.orderable();
  }

  /** The kinds of things that it can be done to. */
  public List<EntityKind> targets() {
    return row.target.kinds();
  }

  /** What is missing in a thing that a person wants it done to. */
  public Optional<Gap> gapIn(Entity target) {
    return row.target.gapIn(target);
  }

  /** What an order of it may or must choose. */
  public List<Choice> choices() {
    return row.choices;
  }

  /** By which routes it can be ordered; never empty. */
  public List<ActionSource> sources() {
    return row.sources;
  }

  public ActionSource usualSource() {
    return row.sources.getFirst();
  }

  /** Whether a console session would do it by a command on the device. */
  public boolean isLiveResponse() {
    return row.sources.contains(ActionSource.MANUAL_LIVE_RESPONSE_ACTION);
  }

  /** Whether a rule of a policy can order it. */
  public boolean forRules() {
    return row.forRules();
  }

  /** Whether it waits for a person whatever a rule says. */
  public boolean alwaysWaits() {
    return row.waits;
  }

  /** Whether each connector that can does it for itself, instead of the first of them for all. */
  public boolean isByEach() {
    return row.each;
  }

  /** The kinds of evidence from which a rule can lead to it. */
  public Set<EntityKind> evidence() {
    return row.forRules() ? row.target.evidence() : Set.of();
  }

  /**
   * The actions of this type that follow from a piece of evidence; none where it makes no sense.
   */
  public List<RemediationAction> from(Entity evidence, Map<EntityKey, Device> devices) {
    return row.forRules()
        ? row.target
            .in(evidence, devices)
            .flatMap(f -> row.make(f.target(), f.choices()).stream())
            .toList()
        : List.of();
  }

  /**
   * This type on that thing.
   *
   * @param chosen by the names of {@link #choices}
   * @return empty when it cannot be done to such a thing, or is only made by an undo
   */
  public Optional<RemediationAction> on(Entity target, Map<String, String> chosen) {
    return row.make(target, chosen);
  }
}
