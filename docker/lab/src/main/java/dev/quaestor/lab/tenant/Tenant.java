package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole state of the tenant. Its monitor guards everything in it. Documents that the lab only
 * stores (alerts, file reputations, indicators, investigations) are kept as the JSON that the API
 * shows.
 */
public final class Tenant {

  /**
   * A click on a link in a mail, as time-of-click protection saw it: ClickAllowed or ClickBlocked.
   */
  public record Click(
      Instant at, String url, String account, String networkMessageId, String actionType) {}

  /** A program that a device ran, as telemetry keeps it. The hashes are those of its file. */
  public record Run(
      Instant at,
      String deviceId,
      String fileName,
      String folder,
      String sha1,
      String sha256,
      long processId,
      String commandLine,
      String account) {}

  /** A connection that a program of a device made. */
  public record Connection(
      Instant at,
      String deviceId,
      String remoteIp,
      String remoteUrl,
      String fileName,
      String folder,
      String sha1,
      String sha256,
      long processId) {}

  private final Clock clock;
  private final DeviceFleet devices;
  private final ScriptLibrary library = new ScriptLibrary();
  private final ActionBook actions;
  private final PostOffice mail;
  private final Directory users = new Directory();
  private final Map<String, ObjectNode> reputations = new LinkedHashMap<>();
  private final Map<String, ObjectNode> indicators = new LinkedHashMap<>();
  private final Map<String, ObjectNode> defenderAlerts = new LinkedHashMap<>();
  private final Map<String, ObjectNode> graphAlerts = new LinkedHashMap<>();
  private final Map<String, ObjectNode> investigations = new LinkedHashMap<>();
  private final List<Click> clicks = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<String, List<ObjectNode>> telemetry = new LinkedHashMap<>();
  private final AtomicLong sequence = new AtomicLong(1000);

  public Tenant(Clock clock) {
    this.clock = clock;
    this.devices = new DeviceFleet(clock);
    this.actions = new ActionBook(clock, new LiveSession(library), this::scanned);
    this.mail = new PostOffice(clock);
  }

  public Clock clock() {
    return clock;
  }

  public DeviceFleet devices() {
    return devices;
  }

  public ScriptLibrary library() {
    return library;
  }

  public ActionBook actions() {
    return actions;
  }

  public PostOffice mail() {
    return mail;
  }

  public Directory users() {
    return users;
  }

  /** File reputations by SHA-1. */
  public Map<String, ObjectNode> reputations() {
    return reputations;
  }

  /** Indicators by id. */
  public Map<String, ObjectNode> indicators() {
    return indicators;
  }

  public Map<String, ObjectNode> defenderAlerts() {
    return defenderAlerts;
  }

  public Map<String, ObjectNode> graphAlerts() {
    return graphAlerts;
  }

  public Map<String, ObjectNode> investigations() {
    return investigations;
  }

  public List<Click> clicks() {
    return clicks;
  }

  public List<Run> runs() {
    return runs;
  }

  public List<Connection> connections() {
    return connections;
  }

  /** Rows of hunting tables that stand for nothing else in the tenant, by table. */
  public Map<String, List<ObjectNode>> telemetry() {
    return telemetry;
  }

  /** What a scan finds becomes an alert, as with the vendor: once for each file of a device. */
  private void scanned(LabDevice device, Instant at) {
    for (DeviceFile file : device.files()) {
      ObjectNode known = reputations.get(file.sha1());
      String id = "scan-" + device.id() + "-" + file.sha1();
      if (file.present()
          && known != null
          && LabJson.text(known, "determinationType").equals("Malware")
          && !defenderAlerts.containsKey(id)) {
        defenderAlerts.put(id, ScanAlert.of(id, device, file, known, at));
      }
    }
  }

  /** The next number for ids that the vendor counts up. */
  public long nextNumber() {
    return sequence.incrementAndGet();
  }

  /**
   * Brings all asynchronous work to where it is now; to be called before the state is looked at or
   * changed.
   */
  public void settle() {
    actions.settle();
    mail.settle();
  }

  public void offline(LabDevice device) {
    actions.offline(device);
  }

  public void online(LabDevice device) {
    actions.online(device);
  }

  /** Empties the tenant; settings of the action book stay. */
  public void clear() {
    devices.clear();
    library.clear();
    actions.clear();
    mail.clear();
    users.clear();
    reputations.clear();
    indicators.clear();
    defenderAlerts.clear();
    graphAlerts.clear();
    investigations.clear();
    clicks.clear();
    runs.clear();
    connections.clear();
    telemetry.clear();
  }
}
