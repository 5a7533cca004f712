package dev.quaestor.approval;

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
import org.jspecify.annotations.Nullable;

/** What a case knows of the things that an approver is asked about, by their keys. */
public final class CaseKnowledge {
  private static final CaseKnowledge NONE = new CaseKnowledge(List.of());

  private final Map<EntityKey, Assessment> pieces = new LinkedHashMap<>();
  private final Map<EntityKey, List<String>> accountsOn = new LinkedHashMap<>();

  private CaseKnowledge(List<Assessment> all) {
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
    return new CaseKnowledge(all);
  }

  /** Of what belongs to no case. */
  public static CaseKnowledge none() {
    return NONE;
  }

  /** The device that a piece is, or is on. */
  private Optional<EntityKey> deviceOf(EntityKey piece) {
    return Optional.ofNullable(pieces.get(piece)).flatMap(a -> keyOfDevice(a.evidence().entity()));
  }

  /** The key of the device that a thing is, or is on. */
  public static Optional<EntityKey> keyOfDevice(Entity entity) {
    return entity instanceof Device device
        ? Optional.of(device.key())
        : entity instanceof OnDevice on ? on.deviceKey() : Optional.empty();
  }

  /** As its own back end describes it, else as the alert does, else by its id alone. */
  Optional<PendingAction.Place> placeOf(Entity target) {
    return keyOfDevice(target)
        .map(
            key -> {
              var known = Optional.ofNullable(pieces.get(key));
              return known
                  .map(Assessment::confirmed)
                  .or(() -> known.map(a -> a.evidence().entity()).flatMap(CaseKnowledge::device))
                  .or(() -> device(target))
                  .orElseGet(() -> Device.ofId(idOn(target)));
            })
        .map(PendingAction.Place::of);
  }

  private static Optional<Device> device(Entity entity) {
    return entity instanceof Device device ? Optional.of(device) : Optional.empty();
  }

  private static String idOn(Entity target) {
    return target instanceof OnDevice on ? String.valueOf(on.deviceId()) : target.label();
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
