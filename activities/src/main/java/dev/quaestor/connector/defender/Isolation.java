package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.Json;
import dev.quaestor.entity.Device;
import dev.quaestor.remediation.DeviceAction;

/** {@code isolate} and {@code unisolate}. */
final class Isolation implements HostContainment {
  private final MachineActions actions;

  Isolation(MachineActions actions) {
    this.actions = actions;
  }

  @Override
  public boolean knows(Device device) {
    return MachineActions.isMachine(device.deviceId());
  }

  @Override
  public Standing isolated(Device device) {
    var known = actions.of(MachineActions.machine(device), Type.ISOLATE, Type.UNISOLATE);
    return MachineActions.standing(known, Type.ISOLATE, Type.UNISOLATE);
  }

  @Override
  public Progress isolate(Device device, DeviceAction.Isolation isolation, Mandate mandate) {
    var scope =
        switch (isolation) {
          case FULL -> "Full";
          case SELECTIVE -> "Selective";
        };
    // One that is under way is joined whatever its scope: two would be the trap.
    var order =
        new MachineActions.Order(
            Type.ISOLATE,
            "/api/machines/{id}/isolate",
            Json.object().put("IsolationType", scope),
            any -> true);
    return actions.turn(device, order, Type.UNISOLATE, mandate);
  }

  @Override
  public Progress release(Device device, Mandate mandate) {
    var order =
        new MachineActions.Order(
            Type.UNISOLATE, "/api/machines/{id}/unisolate", Json.object(), any -> true);
    return actions.turn(device, order, Type.ISOLATE, mandate);
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
