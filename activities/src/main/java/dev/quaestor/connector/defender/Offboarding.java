package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.DeviceOffboarding;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import java.util.Optional;

/** {@code offboard}. The machine's own onboarding status lags far behind, so the action tells. */
final class Offboarding implements DeviceOffboarding {
  private final MachineActions actions;

  Offboarding(MachineActions actions) {
    this.actions = actions;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(Requirements.managed(device, host), Requirements.offboarding(host));
  }

  @Override
  public Standing offboarded(Device device) {
    var known = actions.of(actions.machine(device), Type.OFFBOARD);
    return known.stream().anyMatch(MachineAction::succeeded)
        ? Standing.IN_FORCE
        : Standing.NOT_IN_FORCE;
  }

  @Override
  public Progress offboard(Device device, Mandate mandate) {
    var order =
        new MachineActions.Order(
            Type.OFFBOARD, "/api/machines/{id}/offboard", BackEndJson.object(), any -> true);
    return actions.order(actions.machine(device), order, mandate).progress(false);
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
