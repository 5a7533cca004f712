package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.AntivirusScan;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.Json;
import dev.quaestor.entity.Device;
import dev.quaestor.remediation.DeviceAction.Scan;

/** {@code runAntiVirusScan}. */
final class Scans implements AntivirusScan {
  private final MachineActions actions;

  Scans(MachineActions actions) {
    this.actions = actions;
  }

  @Override
  public boolean knows(Device device) {
    return MachineActions.isMachine(device.deviceId());
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
            Json.object().put("ScanType", type),
            any -> true);
    return actions.order(MachineActions.machine(device), order, mandate).progress(false);
  }

  @Override
  public Progress poll(String ticket) {
    return actions.poll(ticket);
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
