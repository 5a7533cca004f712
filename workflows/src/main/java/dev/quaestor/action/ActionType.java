package dev.quaestor.action;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue: for each type of action one row that says whom it concerns, what it is done to and
 * how it is made, what it is called, what takes it back, which MITRE D3FEND techniques it is
 * (ontology 2025-08) and by which routes a person may order it; the first route is what an order
 * says that names none.
 */
public enum ActionType {
  COLLECT_INVESTIGATION_PACKAGE(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Collect investigation package",
              DeviceAction.CollectInvestigationPackage::new)
          .looksOnly()
          .from(Route.DEVICE_OR_HUNT)),
  ISOLATE_DEVICE(
      CatalogueRow.chosen(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Isolate device",
              (d, c) ->
                  new DeviceAction.IsolateDevice(
                      d, DeviceAction.Isolation.valueOf(c.getOrDefault("isolation", "FULL"))),
              Form.ISOLATION)
          .undoable()
          .is(Purpose.ISOLATE, "D3-NI")
          .onTheNetwork()
          .from(Route.DEVICE_OR_HUNT)),
  RELEASE_DEVICE(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Release device from isolation",
              DeviceAction.ReleaseDevice::new)
          .takesBack()
          .d3fend("D3-RNA")
          .onTheNetwork()),
  OFFBOARD_DEVICE(
      CatalogueRow.row(
              Area.DEVICE, TargetKind.DEVICE, "Offboard device", DeviceAction.OffboardDevice::new)
          .never("No back end onboards a device again by itself")),
  RESTRICT_CODE_EXECUTION(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Restrict code execution",
              DeviceAction.RestrictCodeExecution::new)
          .undoable()
          .is(Purpose.ISOLATE, "D3-EAL")
          .from(Route.DEVICE_OR_HUNT)),
  RELEASE_CODE_EXECUTION(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Release code execution",
              DeviceAction.ReleaseCodeExecution::new)
          .takesBack()
          .d3fend("D3-RC")),
  RUN_ANTIVIRUS_SCAN(
      CatalogueRow.chosen(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Run antivirus scan",
              (d, c) ->
                  new DeviceAction.RunAntivirusScan(
                      d, DeviceAction.Scan.valueOf(c.getOrDefault("scan", "QUICK"))),
              Form.SCAN)
          .looksOnly()
          .d3fend("D3-FA")
          .from(Route.DEVICE_OR_HUNT)),
  STOP_AND_QUARANTINE_FILE(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.FILE,
              "Stop and quarantine file",
              DeviceAction.StopAndQuarantineFile::new)
          .undoable()
          .is(Purpose.ISOLATE, "D3-PT", "D3-CQ")
          .from(Route.DEVICE_OR_HUNT)),
  RELEASE_FROM_QUARANTINE(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.FILE,
              "Release file from quarantine",
              DeviceAction.ReleaseFromQuarantine::new)
          .takesBack()
          .d3fend("D3-RF")),
  REQUEST_SAMPLE(
      CatalogueRow.row(
              Area.DEVICE, TargetKind.FILE, "Request sample", DeviceAction.RequestSample::new)
          .looksOnly()
          .from(Route.LIVE_RESPONSE)),
  KILL_PROCESS(
      CatalogueRow.row(
              Area.DEVICE, TargetKind.PROCESS, "Kill process", LiveResponseAction.KillProcess::new)
          .never("A process that was ended cannot be brought back")
          .is(Purpose.EVICT, "D3-PT")
          .from(Route.LIVE_RESPONSE)),
  DELETE_FILE(
      CatalogueRow.row(
              Area.DEVICE, TargetKind.FILE, "Delete file", LiveResponseAction.DeleteFile::new)
          .undoable()
          .is(Purpose.EVICT, "D3-FEV")
          .from(Route.LIVE_RESPONSE)),
  RESTORE_FILE(
      CatalogueRow.undoOnly(Area.DEVICE, TargetKind.FILE, "Restore deleted file")
          .d3fend("D3-RF")
          .from(Route.LIVE_RESPONSE)),
  REMOVE_SCHEDULED_TASK(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.SCHEDULED_TASK,
              "Remove scheduled task",
              LiveResponseAction.RemoveScheduledTask::new)
          .undoable()
          .is(Purpose.EVICT, "D3-OE")
          .from(Route.LIVE_RESPONSE)),
  RESTORE_SCHEDULED_TASK(
      CatalogueRow.undoOnly(Area.DEVICE, TargetKind.SCHEDULED_TASK, "Restore scheduled task")
          .d3fend("D3-RC")
          .from(Route.LIVE_RESPONSE)),
  REMOVE_REGISTRY_ENTRY(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.REGISTRY_ENTRY,
              "Remove registry entry",
              LiveResponseAction.RemoveRegistryEntry::new)
          .undoable()
          .is(Purpose.EVICT, "D3-RKD")
          .from(Route.LIVE_RESPONSE)),
  RESTORE_REGISTRY_ENTRY(
      CatalogueRow.undoOnly(Area.DEVICE, TargetKind.REGISTRY_ENTRY, "Restore registry entry")
          .d3fend("D3-RC")
          .from(Route.LIVE_RESPONSE)),
  STOP_SERVICE(
      CatalogueRow.row(
              Area.DEVICE, TargetKind.SERVICE, "Stop service", LiveResponseAction.StopService::new)
          .undoable()
          .is(Purpose.EVICT, "D3-OE")
          .from(Route.LIVE_RESPONSE)),
  RESTORE_SERVICE(
      CatalogueRow.undoOnly(Area.DEVICE, TargetKind.SERVICE, "Restore service")
          .d3fend("D3-RC")
          .from(Route.LIVE_RESPONSE)),
  DISABLE_DRIVER(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.DRIVER,
              "Disable driver",
              LiveResponseAction.DisableDriver::new)
          .undoable()
          .is(Purpose.EVICT, "D3-OE")
          .from(Route.LIVE_RESPONSE)),
  RESTORE_DRIVER(
      CatalogueRow.undoOnly(Area.DEVICE, TargetKind.DRIVER, "Restore driver")
          .d3fend("D3-RC")
          .from(Route.LIVE_RESPONSE)),
  CONTAIN_DEVICE(
      CatalogueRow.row(
              Area.DEVICE, TargetKind.DEVICE, "Contain device", DeviceAction.ContainDevice::new)
          .undoable()
          .is(Purpose.ISOLATE, "D3-NI")
          .onTheNetwork()),
  RELEASE_CONTAINED_DEVICE(
      CatalogueRow.row(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Release device from containment",
              DeviceAction.ReleaseContainedDevice::new)
          .takesBack()
          .d3fend("D3-RNA")
          .onTheNetwork()),
  RUN_SCRIPT(
      CatalogueRow.chosen(
              Area.DEVICE,
              TargetKind.DEVICE,
              "Run library script",
              (d, c) ->
                  new LiveResponseAction.RunScript(
                      d, c.getOrDefault("script", ""), c.get("arguments")),
              Form.SCRIPT,
              Form.ARGUMENTS)
          .byHandOnly()
          .never("Nobody knows what a script has done")
          .from(Route.LIVE_RESPONSE)),
  EXPAND_INVESTIGATION(CatalogueRow.investigationOnly(Area.DEVICE, "Expand investigation")),
  BLOCK_URL(
      CatalogueRow.row(
              Area.EMAIL, TargetKind.URL, "Block URL at time of click", EmailAction.BlockUrl::new)
          .undoable()
          .is(Purpose.ISOLATE, "D3-OTF")
          .from(Route.EMAIL_OR_EXPLORER)),
  UNBLOCK_URL(
      CatalogueRow.row(
              Area.EMAIL,
              TargetKind.URL,
              "Remove URL block",
              url -> new EmailAction.UnblockUrl(url, null))
          .takesBack()
          .d3fend("D3-RC")),
  SOFT_DELETE_EMAIL(
      CatalogueRow.row(
              Area.EMAIL, TargetKind.MAIL, "Soft delete email", EmailAction.SoftDeleteEmail::new)
          .undoable()
          .is(Purpose.EVICT, "D3-ER")
          .from(Route.MESSAGES)),
  HARD_DELETE_EMAIL(
      CatalogueRow.row(
              Area.EMAIL, TargetKind.MAIL, "Hard delete email", EmailAction.HardDeleteEmail::new)
          .never("Purged mail is gone")
          .is(Purpose.EVICT, "D3-ER")
          .from(Route.MESSAGES)),
  MOVE_EMAIL_TO_JUNK(
      CatalogueRow.row(
              Area.EMAIL, TargetKind.MAIL, "Move email to junk", EmailAction.MoveEmailToJunk::new)
          .undoable()
          .is(Purpose.EVICT, "D3-ER")
          .from(Route.MESSAGES)),
  MOVE_EMAIL_TO_INBOX(
      CatalogueRow.row(
              Area.EMAIL, TargetKind.MAIL, "Move email to inbox", EmailAction.MoveEmailToInbox::new)
          .undoable()
          .is(Purpose.RESTORE, "D3-RE")
          .from(Route.MESSAGES)),
  QUARANTINE_EMAIL(
      CatalogueRow.row(
              Area.EMAIL, TargetKind.MAIL, "Quarantine email", EmailAction.QuarantineEmail::new)
          .undoable()
          .is(Purpose.ISOLATE, "D3-CQ")
          .from(Route.EMAIL_OR_EXPLORER)),
  QUARANTINE_ATTACHMENT(
      CatalogueRow.chosen(
              Area.EMAIL,
              TargetKind.ATTACHMENT,
              "Quarantine attachment",
              (m, c) -> new EmailAction.QuarantineAttachment(m, c.getOrDefault("sha256", "")),
              Form.ATTACHMENT)
          .undoable()
          .is(Purpose.ISOLATE, "D3-CQ")
          .from(Route.EMAIL_OR_EXPLORER)),
  RESTORE_EMAIL(
      CatalogueRow.undoOnly(Area.EMAIL, TargetKind.MAIL, "Move email back").d3fend("D3-RE")),
  TURN_OFF_EXTERNAL_FORWARDING(
      CatalogueRow.row(
              Area.EMAIL,
              TargetKind.MAILBOX_RULE,
              "Turn off external forwarding",
              EmailAction.TurnOffExternalForwarding::new)
          .undoable()
          .is(Purpose.HARDEN, "D3-RC")),
  RESTORE_FORWARDING(
      CatalogueRow.undoOnly(Area.EMAIL, TargetKind.MAILBOX_RULE, "Restore forwarding")
          .d3fend("D3-RC")),
  DISABLE_USER(
      CatalogueRow.row(
              Area.IDENTITY, TargetKind.USER, "Disable user", IdentityAction.DisableUser::new)
          .undoable()
          .is(Purpose.EVICT, "D3-AL")
          .from(Route.ACCOUNT_OR_HUNT)),
  ENABLE_USER(
      CatalogueRow.row(
              Area.IDENTITY, TargetKind.USER, "Enable user", IdentityAction.EnableUser::new)
          .takesBack()
          .d3fend("D3-ULA")),
  REVOKE_SESSIONS(
      CatalogueRow.row(
              Area.IDENTITY, TargetKind.USER, "Revoke sessions", IdentityAction.RevokeSessions::new)
          .never("A session that was ended cannot be brought back")
          .is(Purpose.EVICT, "D3-ST")
          .from(Route.ACCOUNT_OR_HUNT)),
  CONFIRM_USER_COMPROMISED(
      CatalogueRow.row(
              Area.IDENTITY,
              TargetKind.USER,
              "Confirm user compromised",
              IdentityAction.ConfirmUserCompromised::new)
          .undoable()
          .is(Purpose.HARDEN)
          .from(Route.ACCOUNT_OR_HUNT)),
  DISMISS_USER_RISK(
      CatalogueRow.row(
              Area.IDENTITY,
              TargetKind.USER,
              "Dismiss user risk",
              IdentityAction.DismissUserRisk::new)
          .takesBack()),
  FORCE_PASSWORD_RESET(
      CatalogueRow.row(
              Area.IDENTITY,
              TargetKind.USER,
              "Force password reset",
              IdentityAction.ForcePasswordReset::new)
          .never("The old password is void")
          .is(Purpose.HARDEN, "D3-PR")
          .from(Route.ACCOUNT_OR_HUNT));

  /** What it is for, as D3FEND and OCSF name it; what only looks is for something else. */
  public enum Purpose {
    ISOLATE,
    EVICT,
    RESTORE,
    HARDEN,
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

  private static final class Form {
    static final Choice ISOLATION =
        Choice.of(
            "isolation",
            List.of("FULL", "SELECTIVE"),
            "How much of the network it keeps: nothing, or what the exclusion rules leave");
    static final Choice SCAN = Choice.of("scan", List.of("QUICK", "FULL"), "How thorough it is");
    static final Choice ATTACHMENT =
        Choice.required("sha256", "Which attachment, by its SHA-256", "which attachment?");
    static final Choice SCRIPT =
        Choice.required(
            "script", "The name of a script of the library", "which script of the library?");
    static final Choice ARGUMENTS =
        Choice.of("arguments", List.of(), "What it is given, as one line");
  }

  private final CatalogueRow row;

  ActionType(CatalogueRow row) {
    this.row = row;
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
    return row.undoable;
  }

  public List<String> d3fend() {
    return row.d3fend;
  }

  public Purpose purpose() {
    return row.purpose;
  }

  public TargetKind.Touched touched() {
    return row.touched;
  }

  /** Whether it leaves what it looks at as it was. */
  public boolean onlyReads() {
    return row.reads;
  }

  /** Whether it takes back what another action did, and so is never planned by policy. */
  public boolean isInverse() {
    return row.inverse;
  }

  /** Why nothing takes it back, one sentence; empty when something does. */
  public Optional<String> notUndoableBecause() {
    return row.notUndoableBecause();
  }

  /** Whether a person can order it by itself. */
  public boolean orderable() {
    return row.ordered;
  }

  /** The kinds of things that it can be done to. */
  public List<EntityKind> targets() {
    return row.aim.kinds();
  }

  /** What is missing in a thing that a person wants it done to. */
  public Optional<TargetKind.Gap> gapIn(Entity target) {
    return row.aim.gapIn(target);
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

  /** The kinds of evidence from which policy may plan it. */
  public Set<EntityKind> evidence() {
    return row.planned ? row.aim.evidence() : Set.of();
  }

  /**
   * The actions of this type that follow from a piece of evidence; none where it makes no sense.
   */
  public List<RemediationAction> from(Entity evidence, Map<EntityKey, Device> devices) {
    return row.planned
        ? row.aim
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
