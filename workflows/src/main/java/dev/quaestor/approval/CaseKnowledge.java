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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a case knows of the things that an approver is asked about, by their keys. */
public final class CaseKnowledge {
  private static final CaseKnowledge NONE = new CaseKnowledge(List.of(), MovedMail.none());

  private final SequencedMap<EntityKey, Assessment> pieces = new LinkedHashMap<>();
  private final Map<EntityKey, List<String>> accountsOn = new LinkedHashMap<>();
  private final MovedMail moved;

  private CaseKnowledge(List<Assessment> all, MovedMail moved) {
    this.moved = moved;
    for (var a : all) {
      pieces.put(a.key(), a);
    }
    for (var a : all) {
      @Nullable EntityKey from = a.evidence().foundFrom();
      if (a.evidence().entity() instanceof UserAccount account && from != null) {
        deviceOf(from)
            .ifPresent(
                device ->
                    accountsOn
                        .computeIfAbsent(device, d -> new ArrayList<>())
                        .add(account.label()));
      }
    }
  }

  public static CaseKnowledge of(List<Assessment> all) {
    return new CaseKnowledge(all, MovedMail.none());
  }

  /** The same, and what the case itself has done to mail by now. */
  public CaseKnowledge after(MovedMail mail) {
    return new CaseKnowledge(List.copyOf(pieces.sequencedValues()), mail);
  }

  MovedMail moved() {
    return moved;
  }

  /** Of what belongs to no case. */
  public static CaseKnowledge none() {
    return NONE;
  }

  private Optional<EntityKey> deviceOf(EntityKey piece) {
    return Optional.ofNullable(pieces.get(piece)).flatMap(a -> keyOfDevice(a.evidence().entity()));
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

  private Optional<PendingAction.Place> placeOf(Entity target) {
    return keyOfDevice(target)
        .map(
            key -> {
              @Nullable Assessment known = pieces.get(key);
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
        .map(key -> accountsOn.getOrDefault(key, List.of()).stream().distinct().toList())
        .orElse(List.of());
  }

  /** The findings on these, the gravest first. */
  List<PendingAction.Reason> reasons(List<EntityKey> on, int most) {
    return on.stream()
        .map(pieces::get)
        .filter(Objects::nonNull)
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
