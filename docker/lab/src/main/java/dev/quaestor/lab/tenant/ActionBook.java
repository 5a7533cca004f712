package dev.quaestor.lab.tenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All machine actions, and the clockwork that moves them. Nothing runs in the background: whoever
 * looks calls {@link #settle} first, which brings everything to where it is at that moment, in the
 * order in which it would have happened.
 */
public final class ActionBook {

  private record Due(LabMachineAction action, Instant at) {}

  private final Clock clock;
  private final LiveSession session;
  private final BiConsumer<LabDevice, Instant> afterScan;
  private final Map<String, LabMachineAction> actions = new LinkedHashMap<>();
  private final Map<LabDevice, List<LabMachineAction>> byDevice = new IdentityHashMap<>();

  /** Those that were not final when somebody looked last: all that the clockwork has to move. */
  private final Set<LabMachineAction> unsettled = new LinkedHashSet<>();

  private Duration duration = Duration.ZERO;
  private Duplicates duplicates = Duplicates.REJECT;
  private Consumer<LabMachineAction> onEffect = action -> {};

  /**
   * @param afterScan told of each device whose scan has ended
   */
  ActionBook(Clock clock, LiveSession session, BiConsumer<LabDevice, Instant> afterScan) {
    this.clock = clock;
    this.session = session;
    this.afterScan = afterScan;
  }

  /** How long an action takes from Pending to its end, from now on. */
  public void duration(Duration newDuration) {
    duration = newDuration;
  }

  public Duration duration() {
    return duration;
  }

  public void duplicates(Duplicates newDuplicates) {
    duplicates = newDuplicates;
  }

  /** Who is told of each action as it takes effect; the last one asked for. */
  public void onEffect(Consumer<LabMachineAction> listener) {
    onEffect = listener;
  }

  public Duplicates duplicates() {
    return duplicates;
  }

  /** All actions, oldest first. */
  public Collection<LabMachineAction> all() {
    return List.copyOf(actions.values());
  }

  /** All actions on one device, oldest first. */
  public List<LabMachineAction> on(LabDevice device) {
    return List.copyOf(byDevice.getOrDefault(device, List.of()));
  }

  public Optional<LabMachineAction> find(String id) {
    return Optional.ofNullable(actions.get(id));
  }

  /** Accepts an order, or is empty when one of its kind is already in progress on that device. */
  public Optional<LabMachineAction> accept(LabMachineAction.Order order, LabDevice device) {
    boolean repeat = inTheWay(order, device);
    boolean tolerated =
        duplicates == Duplicates.ACCEPT && order.type() != MachineActionType.LIVE_RESPONSE;
    if (repeat && !tolerated) {
      return Optional.empty();
    }
    boolean again = order.type() == MachineActionType.ISOLATE && device.isolation() != null;
    boolean hung = tolerated && (repeat || again);
    LabMachineAction action = new LabMachineAction(order, device, clock.instant(), hung);
    actions.put(action.id(), action);
    byDevice.computeIfAbsent(device, d -> new ArrayList<>()).add(action);
    unsettled.add(action);
    if (!hung && device.reachable()) {
      action.start(clock.instant());
    }
    return Optional.of(action);
  }

  /** Cancels an open action; false when it is final. */
  public boolean cancel(LabMachineAction action, String requestor, String comment) {
    if (!action.open()) {
      return false;
    }
    action.cancel(new LabMachineAction.Cancellation(requestor, comment, clock.instant()));
    return true;
  }

  /** Brings every action to where it stands now and applies the effects of those that ended. */
  void settle() {
    Instant now = clock.instant();
    for (Due due = next(now); due != null; due = next(now)) {
      finish(due.action(), due.at());
    }
    unsettled.removeIf(action -> !action.open());
    unsettled.forEach(action -> action.progress(now, duration));
  }

  void offline(LabDevice device) {
    Instant now = clock.instant();
    device.offline(now);
    on(device).forEach(action -> action.interrupt(now));
  }

  void online(LabDevice device) {
    Instant now = clock.instant();
    device.backOnline();
    if (device.reachable()) {
      on(device).stream()
          .filter(action -> action.open() && !action.hung())
          .forEach(action -> action.start(now));
    }
  }

  void clear() {
    actions.clear();
    byDevice.clear();
    unsettled.clear();
  }

  private boolean inTheWay(LabMachineAction.Order order, LabDevice device) {
    return on(device).stream()
        .filter(action -> action.open() && action.type() == order.type())
        .anyMatch(
            action ->
                order.type() != MachineActionType.STOP_AND_QUARANTINE_FILE
                    || Objects.equals(action.order().sha1(), order.sha1()));
  }

  private @Nullable Due next(Instant now) {
    return unsettled.stream()
        .filter(LabMachineAction::open)
        .map(this::due)
        .filter(due -> due != null && !due.at().isAfter(now))
        .min(Comparator.comparing(Due::at))
        .orElse(null);
  }

  private @Nullable Due due(LabMachineAction action) {
    Instant at = action.dueAt(duration);
    return at == null ? null : new Due(action, at);
  }

  private void finish(LabMachineAction action, Instant at) {
    LabDevice device = action.device();
    if (action.order().failing()) {
      action.fail(at, "The device reported an error while it carried out the action.");
      return;
    }
    action.succeed(at);
    switch (action.type()) {
      case ISOLATE -> device.isolate(scope(action, "Full"));
      case UNISOLATE -> device.release();
      case RESTRICT_CODE_EXECUTION -> device.restrict(true);
      case UNRESTRICT_CODE_EXECUTION -> device.restrict(false);
      case RUN_ANTIVIRUS_SCAN -> {
        device.scanned(scope(action, "Quick"));
        afterScan.accept(device, at);
      }
      case STOP_AND_QUARANTINE_FILE -> {
        String sha1 = action.order().sha1();
        if (sha1 != null && !device.quarantine(sha1, at)) {
          action.fail(at, "The file is not on the device any longer.");
        }
      }
      case COLLECT_INVESTIGATION_PACKAGE -> device.packaged();
      case OFFBOARD -> device.offboard(at);
      case LIVE_RESPONSE -> {
        if (!session.run(action.order().commands(), device, at)) {
          action.fail(at, "A live response command failed.");
        }
      }
    }
    releaseHung(action, at);
    if (action.status() == LabMachineAction.Status.SUCCEEDED) {
      onEffect.accept(action);
    }
  }

  private static String scope(LabMachineAction action, String otherwise) {
    String scope = action.order().scope();
    return scope == null ? otherwise : scope;
  }

  /**
   * A hung duplicate starts only after its inverse has run, and so undoes the release; without
   * inverse, after the first.
   */
  private void releaseHung(LabMachineAction done, Instant at) {
    for (LabMachineAction action : on(done.device())) {
      MachineActionType inverse = action.type().inverse();
      MachineActionType awaited = inverse == null ? action.type() : inverse;
      if (action.hung() && action.open() && done.type() == awaited) {
        action.unhang();
        if (done.device().reachable()) {
          action.start(at.isBefore(action.created()) ? action.created() : at);
        }
      }
    }
  }
}
