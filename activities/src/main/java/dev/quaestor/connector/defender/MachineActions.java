package dev.quaestor.connector.defender;

import dev.quaestor.action.Left;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.DeviceDirectory.Health;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Device;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Issuing machine actions once, finding them again, and reading a device's state from them. */
final class MachineActions {
  private static final int MOST = 10_000;
  private static final int MAX_COMMENT = 1000;

  /** How long a device that is there surely takes to pick an action up: no look at it before. */
  private static final Duration PICKED_UP_WITHIN = Duration.ofSeconds(2);

  private static final Duration SESSION_RETRY = Duration.ofSeconds(30);

  private final BackEndClient api;
  private final Machines machines;
  private final Duration awayAfter;
  private final Clock clock;

  /**
   * @param awayAfter when nothing picked an action up for so long, the device is away whatever its
   *     health says: that lags by days
   */
  MachineActions(BackEndClient api, Machines machines, Duration awayAfter, Clock clock) {
    this.api = api;
    this.machines = machines;
    this.awayAfter = awayAfter;
    this.clock = clock;
  }

  /**
   * What to issue.
   *
   * @param path of the machine's resource, with one hole for its id
   * @param joinable which actions under way mean the same as this one would
   */
  record Order(Type type, String path, ObjectNode body, Predicate<MachineAction> joinable) {}

  static boolean isMachine(@Nullable String deviceId) {
    return deviceId != null && Hex.isOf(deviceId, 40);
  }

  /** The id of a device's machine; not found unless exactly one machine has its name. */
  String machine(Device device) {
    return machine(device.deviceId() != null ? device.deviceId() : device.name());
  }

  /** The same of what says only which device it is on, by id or by name. */
  String machine(@Nullable String deviceId) {
    return machines.idOf(deviceId);
  }

  /** All actions of these types on a machine, the latest change first. */
  List<MachineAction> of(String machineId, Type... types) {
    var kinds =
        Arrays.stream(types)
            .distinct()
            .map(t -> "type eq " + Request.literal(t.wireName()))
            .collect(Collectors.joining(" or "));
    var filter =
        "machineId eq "
            + Request.literal(machineId)
            + " and "
            + (types.length == 1 ? kinds : "(" + kinds + ")");
    // Stable: where times are equal the back end's own order, newest first, stands.
    return api.collect(Request.get("/api/machineactions").query("$filter", filter), MOST).stream()
        .map(MachineAction::read)
        // The filter is asked for, not relied upon.
        .filter(a -> a.machineId().equalsIgnoreCase(machineId))
        .filter(a -> Arrays.asList(types).contains(a.type()))
        .sorted(MachineAction.BY_CHANGE.reversed())
        .toList();
  }

  /**
   * Issues an action unless this mandate has issued it already or one that means the same is under
   * way; then that one is joined.
   */
  MachineAction order(String machineId, Order order, Mandate mandate) {
    return order(machineId, order, mandate, of(machineId, order.type(), Type.OFFBOARD));
  }

  MachineAction order(String machineId, Order order, Mandate mandate, List<MachineAction> known) {
    var adopted = adopt(order, mandate, known);
    if (adopted.isPresent()) {
      return adopted.get();
    }
    refuseIfOffboarded(machineId, order, known);
    order.body().put("Comment", comment(mandate));
    try {
      return MachineAction.read(api.call(Request.post(order.path(), order.body(), machineId)));
    } catch (ConnectorException refused) {
      if (refused.kind() != Kind.REJECTED) {
        throw refused;
      }
      // "Action is already in progress" has no code of its own: the list tells whether it was that.
      var now = adopt(order, mandate, of(machineId, order.type()));
      if (now.isPresent()) {
        return now.get();
      }
      throw anotherSession(refused);
    }
  }

  /** The back end would take the command, and nobody would ever fetch it. */
  private void refuseIfOffboarded(String machineId, Order order, List<MachineAction> known) {
    var offboarded =
        known.stream().filter(a -> a.type() == Type.OFFBOARD && a.succeeded()).findFirst();
    if (order.type() != Type.OFFBOARD
        && offboarded.isPresent()
        && !machines.hasReportedSince(machineId, offboarded.get().updated())) {
      throw new ConnectorException(
          Kind.REJECTED,
          "the device was offboarded from Defender at %s and has not reported since, so it receives no commands"
              .formatted(offboarded.get().updated()));
    }
  }

  private static Optional<MachineAction> adopt(
      Order order, Mandate mandate, List<MachineAction> known) {
    return issued(known.stream().filter(a -> a.type() == order.type()).toList(), mandate)
        .or(
            () ->
                known.stream()
                    .filter(a -> a.type() == order.type() && a.isOpen())
                    .filter(order.joinable())
                    .findFirst());
  }

  /** What this mandate has issued already; the newest of it. */
  static Optional<MachineAction> issued(List<MachineAction> known, Mandate mandate) {
    return known.stream()
        .filter(a -> a.isOf(mandate))
        .max(Comparator.comparing(MachineAction::created));
  }

  /** A device has one live response session at a time; somebody else's is waited for. */
  private static ConnectorException anotherSession(ConnectorException refused) {
    return refused.code().filter("ActiveRequestAlreadyExists"::equals).isPresent()
        ? new ConnectorException(
            Kind.THROTTLED,
            String.valueOf(refused.getMessage()),
            refused.code().orElse(null),
            SESSION_RETRY,
            refused)
        : refused;
  }

  MachineAction get(String ticket) {
    return MachineAction.read(api.call(Request.get("/api/machineactions/{id}", ticket)));
  }

  Progress poll(String ticket) {
    return progress(get(ticket));
  }

  Progress progress(MachineAction action) {
    return action.progress(waitsForDevice(action));
  }

  private boolean waitsForDevice(MachineAction action) {
    if (action.status() != MachineAction.Status.PENDING) {
      return false;
    }
    var age = Duration.between(action.created(), clock.instant());
    return age.compareTo(awayAfter) >= 0
        || (age.compareTo(PICKED_UP_WITHIN) >= 0
            && machines.health(action.machineId()) == Health.INACTIVE);
  }

  /** Cancels if it can still be; what has ended or is not there is left. */
  void cancel(String ticket, Mandate mandate) {
    try {
      api.call(
          Request.post(
              "/api/machineactions/{id}/cancel",
              BackEndJson.object().put("Comment", comment(mandate)),
              ticket));
    } catch (ConnectorException refused) {
      // REJECTED: it ended meanwhile.
      if (refused.kind() != Kind.NOT_FOUND && refused.kind() != Kind.REJECTED) {
        throw refused;
      }
    }
  }

  /**
   * Whether a state is in force: the newest change that took effect tells. While a change the other
   * way is under way the answer would be old when it is read, and is UNKNOWN.
   *
   * <p>A device with no such action on record is taken as untouched; the back end keeps them for
   * six months.
   */
  static Standing standing(List<MachineAction> latestFirst, Type on, Type off) {
    var inForce =
        latestFirst.stream()
            .filter(a -> a.succeeded() && (a.type() == on || a.type() == off))
            .findFirst()
            .map(a -> a.type() == on)
            .orElse(false);
    var changing =
        latestFirst.stream().anyMatch(a -> a.isOpen() && a.type() == (inForce ? off : on));
    if (changing) {
      return Standing.UNKNOWN;
    }
    return inForce ? Standing.IN_FORCE : Standing.NOT_IN_FORCE;
  }

  /**
   * Whether the change that decides is somebody else's than these actions' of ours; one under way
   * decides as well.
   */
  static Optional<String> changedSince(
      List<MachineAction> latestFirst, Type on, Left left, Mandate mandate) {
    return latestFirst.stream().anyMatch(a -> a.isOf(mandate))
        ? Optional.empty()
        : latestFirst.stream()
            .filter(a -> a.succeeded() || (a.isOpen() && a.type() == on))
            .findFirst()
            .filter(a -> a.type() == on && left.actionIds().stream().noneMatch(a::isOf))
            .map(
                a ->
                    "%s %s of %s is someone else's, and newer than what is to be undone"
                        .formatted(a.type().wireName(), a.id(), a.created()));
  }

  /**
   * Issues one side of a switch. Whatever is under way on the other side is cancelled first, or it
   * would take effect after this one; and what stands already is not issued again, because a
   * repeated action can hang and take effect when nobody wants it any longer.
   */
  Progress turn(Device device, Order order, Type opposite, Mandate mandate) {
    return turn(device, order, opposite, mandate, known -> {});
  }

  /**
   * The same where something may speak against it.
   *
   * @param unless throws when it does; it is given the actions of both sides, the latest change
   *     first
   */
  Progress turn(
      Device device,
      Order order,
      Type opposite,
      Mandate mandate,
      Consumer<List<MachineAction>> unless) {
    var machineId = machine(device);
    var known = of(machineId, order.type(), opposite, Type.OFFBOARD);
    var turned = known.stream().filter(a -> a.type() != Type.OFFBOARD).toList();
    unless.accept(turned);
    if (known.stream().noneMatch(a -> a.type() == order.type() && a.isOf(mandate))) {
      var contrary = known.stream().filter(a -> a.type() == opposite && a.isOpen()).toList();
      if (contrary.isEmpty() && stands(turned, order.type(), opposite)) {
        return new Progress.Already(
            order.type().releases()
                ? "there was nothing to lift on the device"
                : "the newest change on the device is already the wanted one");
      }
      contrary.forEach(a -> cancel(a.id(), mandate));
    }
    return order(machineId, order, mandate, known).progress(false);
  }

  private static boolean stands(List<MachineAction> latestFirst, Type wanted, Type opposite) {
    if (latestFirst.stream().anyMatch(MachineAction::isOpen)) {
      return false;
    }
    // What failed or timed out may have been carried out in part: it is released all the same.
    return latestFirst.stream()
        .filter(
            a ->
                a.succeeded()
                    || (wanted.releases()
                        && a.type() == opposite
                        && a.status() != MachineAction.Status.CANCELLED))
        .findFirst()
        .map(a -> a.type() == wanted)
        .orElse(wanted.releases());
  }

  static String comment(Mandate mandate) {
    var comment = MachineAction.mark(mandate) + " " + Unseen.replaced(mandate.comment(), " ");
    return Excerpt.head(comment, MAX_COMMENT);
  }
}
