package dev.quaestor.connector.defender;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Left;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code isolate} and {@code unisolate}; for a device that is not managed the same calls are its
 * containment ({@code UnManagedDevice}). No device is both, and whichever stands is lifted by the
 * same call: what stands must be told apart by the scope of the isolation.
 */
final class Isolation implements HostContainment {
  private final MachineActions actions;

  Isolation(MachineActions actions) {
    this.actions = actions;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(Requirements.managed(device, host), Requirements.isolation(host));
  }

  @Override
  public Standing isolated(Device device) {
    return standing(isolations(known(device)));
  }

  Standing contained(Device device) {
    return standing(containments(known(device)));
  }

  private static List<MachineAction> isolations(List<MachineAction> latestFirst) {
    return latestFirst.stream().filter(a -> !a.isContainment()).toList();
  }

  /** One that does not say what it is may be either. */
  private static List<MachineAction> containments(List<MachineAction> latestFirst) {
    return latestFirst.stream()
        .filter(a -> a.type() == Type.UNISOLATE || a.scope() == null || a.isContainment())
        .toList();
  }

  @Override
  public Optional<String> otherwise(Device device) {
    return contained(device) == Standing.IN_FORCE
        ? Optional.of("it is contained; to lift that, release it from containment")
        : Optional.empty();
  }

  private List<MachineAction> known(Device device) {
    return actions.of(actions.machine(device), Type.ISOLATE, Type.UNISOLATE);
  }

  private static Standing standing(List<MachineAction> latestFirst) {
    return MachineActions.standing(latestFirst, Type.ISOLATE, Type.UNISOLATE);
  }

  @Override
  public Optional<String> obstacle(
      Device device, DeviceAction.Isolation isolation, Acquaintance<KnownDevice> host) {
    return switch (isolation) {
      case FULL -> obstacle(device, host);
      case SELECTIVE ->
          Requirements.first(obstacle(device, host), Requirements.selectiveIsolation(host));
    };
  }

  @Override
  public Standing isolated(Device device, DeviceAction.Isolation isolation) {
    var known = isolations(known(device));
    return isolation == DeviceAction.Isolation.FULL && selective(known).isPresent()
        ? Standing.NOT_IN_FORCE
        : standing(known);
  }

  @Override
  public Progress isolate(Device device, DeviceAction.Isolation isolation, Mandate mandate) {
    return switch (isolation) {
      case FULL -> isolate(device, "Full", mandate, Isolation::refuseIfSelective);
      case SELECTIVE -> isolate(device, "Selective", mandate);
    };
  }

  private static void refuseIfSelective(List<MachineAction> latestFirst) {
    if (selective(latestFirst).isPresent()) {
      throw new ConnectorException(
          ConnectorException.Kind.REJECTED,
          "only a selective isolation is in force on the device; release it first");
    }
  }

  /**
   * The selective isolation that is in force or about to be. Defender widens none: an isolation of
   * what is isolated hangs, and can take effect after the release.
   */
  private static Optional<MachineAction> selective(List<MachineAction> latestFirst) {
    return latestFirst.stream()
        .filter(a -> a.succeeded() || (a.isOpen() && a.type() == Type.ISOLATE))
        .findFirst()
        .filter(a -> a.type() == Type.ISOLATE && a.isPartial());
  }

  Progress isolate(Device device, String scope, Mandate mandate) {
    return isolate(device, scope, mandate, known -> {});
  }

  private Progress isolate(
      Device device, String scope, Mandate mandate, Consumer<List<MachineAction>> unless) {
    // One that is under way is joined: two would be the trap.
    var order =
        new MachineActions.Order(
            Type.ISOLATE,
            "/api/machines/{id}/isolate",
            BackEndJson.object().put("IsolationType", scope),
            any -> true);
    return actions.turn(device, order, Type.UNISOLATE, mandate, unless);
  }

  @Override
  public Progress release(Device device, Mandate mandate) {
    var order =
        new MachineActions.Order(
            Type.UNISOLATE, "/api/machines/{id}/unisolate", BackEndJson.object(), any -> true);
    return actions.turn(device, order, Type.ISOLATE, mandate);
  }

  @Override
  public Optional<String> changedSince(Device device, Left left, Mandate mandate) {
    return MachineActions.changedSince(known(device), Type.ISOLATE, left, mandate);
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
