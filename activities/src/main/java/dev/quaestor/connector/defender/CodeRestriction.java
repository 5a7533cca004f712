package dev.quaestor.connector.defender;

import dev.quaestor.action.Left;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.CodeExecutionControl;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** {@code restrictCodeExecution} and {@code unrestrictCodeExecution}. */
final class CodeRestriction implements CodeExecutionControl {
  private final MachineActions actions;

  CodeRestriction(MachineActions actions) {
    this.actions = actions;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.managed(device, host), Requirements.codeRestriction(host));
  }

  @Override
  public Standing restricted(Device device) {
    var known = actions.of(actions.machine(device), Type.RESTRICT, Type.UNRESTRICT);
    return MachineActions.standing(known, Type.RESTRICT, Type.UNRESTRICT);
  }

  @Override
  public Progress restrict(Device device, Mandate mandate) {
    var order =
        new MachineActions.Order(
            Type.RESTRICT,
            "/api/machines/{id}/restrictCodeExecution",
            BackEndJson.object(),
            any -> true);
    return actions.turn(device, order, Type.UNRESTRICT, mandate);
  }

  @Override
  public Progress release(Device device, Mandate mandate) {
    var order =
        new MachineActions.Order(
            Type.UNRESTRICT,
            "/api/machines/{id}/unrestrictCodeExecution",
            BackEndJson.object(),
            any -> true);
    return actions.turn(device, order, Type.RESTRICT, mandate);
  }

  @Override
  public Optional<String> changedSince(Device device, Left left, Mandate mandate) {
    var known = actions.of(actions.machine(device), Type.RESTRICT, Type.UNRESTRICT);
    return MachineActions.changedSince(known, Type.RESTRICT, left, mandate);
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
