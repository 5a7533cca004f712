package dev.quaestor.connector.defender;

import dev.quaestor.action.DeviceAction.Scan;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.AntivirusScan;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Device;
import dev.quaestor.text.Counted;
import java.util.Optional;

/** {@code runAntiVirusScan}. */
final class Scans implements AntivirusScan {
  private static final int MOST = 100;

  private final BackEndClient api;
  private final MachineActions actions;

  Scans(BackEndClient api, MachineActions actions) {
    this.api = api;
    this.actions = actions;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(Requirements.managed(device, host), Requirements.scan(host));
  }

  @Override
  public Progress scan(Device device, Scan scan, Mandate mandate) {
    var type =
        switch (scan) {
          case QUICK -> "Quick";
          case FULL -> "Full";
        };
    var order =
        new MachineActions.Order(
            Type.SCAN,
            "/api/machines/{id}/runAntiVirusScan",
            BackEndJson.object().put("ScanType", type),
            // A quick one is no part of a full one that was ordered.
            open -> scan == Scan.QUICK || !open.isPartial());
    return settle(actions.order(actions.machine(device), order, mandate));
  }

  @Override
  public Progress poll(String ticket) {
    return settle(actions.get(ticket));
  }

  /**
   * A scan's action does not say what the scan found: that comes as alerts, which are evidence of
   * their own once they are taken in. The sentence counts them.
   */
  private Progress settle(MachineAction scan) {
    if (!scan.succeeded()) {
      return actions.progress(scan);
    }
    var alerts = alertsSince(scan);
    return new Progress.Done(
        switch (alerts) {
          case -1 -> "the scan has finished; it could not be determined whether it raised alerts";
          case 0 -> "the scan has finished and has raised no alert on the device so far";
          default ->
              "the scan has finished; since it was ordered, %s raised on the device"
                  .formatted(Counted.of(alerts, "new alert was", "new alerts were"));
        });
  }

  private int alertsSince(MachineAction scan) {
    var filter =
        "machineId eq %s and alertCreationTime ge %s"
            .formatted(Request.literal(scan.machineId()), scan.created());
    try {
      return (int)
          api.collect(Request.get("/api/alerts").query("$filter", filter), MOST).stream()
              .filter(
                  alert -> scan.machineId().equalsIgnoreCase(BackEndJson.text(alert, "machineId")))
              .map(alert -> BackEndJson.time(alert, "alertCreationTime"))
              .filter(created -> created != null && !created.isBefore(scan.created()))
              .count();
    } catch (ConnectorException unread) {
      // The scan is done all the same; an empty list may come as 404.
      return unread.kind() == ConnectorException.Kind.NOT_FOUND ? 0 : -1;
    }
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
