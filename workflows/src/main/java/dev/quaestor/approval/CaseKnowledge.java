package dev.quaestor.approval;

import dev.quaestor.action.ExpandInvestigation;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a case knows of the things that an approver is asked about, by their keys. */
public final class CaseKnowledge {
  private static final CaseKnowledge NONE = of(List.of());

  private final Function<EntityKey, Optional<Assessment>> pieces;
  private final Function<EntityKey, List<Assessment>> accountsOn;
  private final MovedMail moved;

  private CaseKnowledge(
      Function<EntityKey, Optional<Assessment>> pieces,
      Function<EntityKey, List<Assessment>> accountsOn,
      MovedMail moved) {
    this.pieces = pieces;
    this.accountsOn = accountsOn;
    this.moved = moved;
  }

  /**
   * Of a case that can be asked.
   *
   * @param pieces what it has under a key
   * @param accountsOn what it found of accounts on a device, in its order
   */
  public static CaseKnowledge of(
      Function<EntityKey, Optional<Assessment>> pieces,
      Function<EntityKey, List<Assessment>> accountsOn) {
    return new CaseKnowledge(pieces, accountsOn, MovedMail.none());
  }

  public static CaseKnowledge of(List<Assessment> all) {
    var pieces = new LinkedHashMap<EntityKey, Assessment>();
    all.forEach(a -> pieces.put(a.key(), a));
    var accountsOn = new LinkedHashMap<EntityKey, List<Assessment>>();
    for (var a : all) {
      @Nullable EntityKey from = a.evidence().foundFrom();
      if (a.evidence().entity() instanceof UserAccount && from != null) {
        Optional.ofNullable(pieces.get(from))
            .flatMap(p -> keyOfDevice(p.evidence().entity()))
            .ifPresent(device -> accountsOn.computeIfAbsent(device, d -> new ArrayList<>()).add(a));
      }
    }
    return of(
        key -> Optional.ofNullable(pieces.get(key)),
        device -> accountsOn.getOrDefault(device, List.of()));
  }

  /** The same, and what the case itself has done to mail by now. */
  public CaseKnowledge after(MovedMail mail) {
    return new CaseKnowledge(pieces, accountsOn, mail);
  }

  /** What that thing is called. */
  public Optional<String> labelOf(EntityKey key) {
    return pieces.apply(key).map(a -> a.evidence().entity().label());
  }

  MovedMail moved() {
    return moved;
  }

  /** Of what belongs to no case. */
  public static CaseKnowledge none() {
    return NONE;
  }

  /** The key of the device that a thing is, or is on. */
  public static Optional<EntityKey> keyOfDevice(Entity entity) {
    return entity instanceof Device device
        ? Optional.of(device.key())
        : entity instanceof OnDevice on ? on.deviceKey() : Optional.empty();
  }

  /**
   * Where it is done, as the device's own back end describes it; else by what the alert calls it,
   * whose word on its group counts for nothing.
   */
  public Optional<PendingAction.Place> placeOf(RemediationAction action) {
    // An expansion does nothing on the device that its thing was seen on.
    return action instanceof ExpandInvestigation ? Optional.empty() : placeOf(action.target());
  }

  /** The device that it is done on, as that device's own back end describes it. */
  public Optional<Device> confirmedDeviceOf(RemediationAction action) {
    return keyOfDevice(action.target())
        .flatMap(key -> pieces.apply(key))
        .flatMap(a -> Optional.ofNullable(a.confirmed()));
  }

  private Optional<PendingAction.Place> placeOf(Entity target) {
    return keyOfDevice(target)
        .map(
            key -> {
              @Nullable Assessment known = pieces.apply(key).orElse(null);
              @Nullable Device confirmed = known == null ? null : known.confirmed();
              return confirmed == null
                  ? PendingAction.Place.asNamed(named(known, target))
                  : PendingAction.Place.of(confirmed);
            });
  }

  private static Device named(@Nullable Assessment known, Entity target) {
    return known != null && known.evidence().entity() instanceof Device device
        ? device
        : target instanceof Device device
            ? device
            : Device.ofId(target instanceof OnDevice on ? String.valueOf(on.deviceId()) : "");
  }

  /** Whose accounts the case has seen on the device of a thing. */
  List<String> accountsWhere(Entity target) {
    return keyOfDevice(target)
        .map(
            key ->
                accountsOn.apply(key).stream()
                    .map(a -> a.evidence().entity().label())
                    .distinct()
                    .toList())
        .orElse(List.of());
  }

  /** The findings on these, the gravest first. */
  List<PendingAction.Reason> reasons(List<EntityKey> on, int most) {
    return on.stream()
        .flatMap(key -> pieces.apply(key).stream())
        .flatMap(
            a ->
                a.reasons().stream()
                    .sorted(Comparator.comparingInt(Finding::weight).reversed())
                    .map(f -> reason(a, f)))
        .sorted(Comparator.comparingInt(PendingAction.Reason::weight).reversed())
        .limit(most)
        .toList();
  }

  private static PendingAction.Reason reason(Assessment a, Finding f) {
    return new PendingAction.Reason(
        a.evidence().entity().label(), a.verdict(), f.source(), f.sentence(), f.weight());
  }
}
