package dev.quaestor.board;

import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * The organisation's own word on things: its indicators and its analysts. Applied anew to whatever
 * changes, and to what is on a device that does, because the device that an indicator is bound to
 * may become known later. Pure; applying it again changes nothing.
 */
final class OrganisationVerdicts {
  private static final String INDICATOR = "indicator:";

  private static final int LONGEST = 300;

  private final SequencedMap<EntityKey, List<IndicatorMatch>> indicators = new LinkedHashMap<>();
  private final Map<EntityKey, List<AnalystWord>> words = new LinkedHashMap<>();
  private final DeviceGroups groups;

  OrganisationVerdicts(
      List<IndicatorMatch> indicators, List<AnalystWord> words, DeviceGroups groups) {
    indicators.forEach(
        m -> this.indicators.computeIfAbsent(m.entityKey(), k -> new ArrayList<>()).add(m));
    words.forEach(w -> this.words.computeIfAbsent(w.entityKey(), k -> new ArrayList<>()).add(w));
    this.groups = groups;
  }

  /** What is judged by the group of its device. */
  List<EntityKey> boundToGroups() {
    return indicators.sequencedEntrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(m -> !m.deviceGroups().isEmpty()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The piece with these findings and its verdict brought up to date; itself where they are.
   *
   * @param devices the devices of the case
   */
  Assessment judged(
      EntityKey key, Assessment a, Function<EntityKey, Optional<Assessment>> devices) {
    if (!a.answered()) {
      return a;
    }
    var matches = indicators.getOrDefault(key, List.of());
    var said = words.getOrDefault(key, List.of());
    if (matches.isEmpty() && said.isEmpty() && a.reasons().stream().noneMatch(f -> isOwn(f))) {
      return a;
    }
    var reasons = new ArrayList<Finding>();
    a.reasons().stream().filter(f -> !isOwn(f)).forEach(reasons::add);
    var group = deviceOf(a, devices).flatMap(groups::groupOf).map(DeviceGroup::name);
    matches.stream()
        .filter(
            m -> m.deviceGroups().isEmpty() || group.filter(m.deviceGroups()::contains).isPresent())
        .forEach(m -> reasons.add(finding(m, a.reasons())));
    said.forEach(w -> reasons.add(w.finding()));
    return reasons.equals(a.reasons()) ? a : a.judgedBy(reasons);
  }

  private static Optional<Device> deviceOf(
      Assessment a, Function<EntityKey, Optional<Assessment>> devices) {
    if (a.evidence().entity() instanceof Device itself) {
      return Optional.of(itself);
    }
    return a.evidence().entity() instanceof OnDevice on
        ? on.deviceKey()
            .flatMap(devices)
            .flatMap(
                there ->
                    there.evidence().entity() instanceof Device d
                        ? Optional.of(d)
                        : Optional.empty())
        : Optional.empty();
  }

  private static Finding finding(IndicatorMatch m, List<Finding> seen) {
    var because = m.because() == null ? "" : ": " + Excerpt.of(m.because(), LONGEST);
    var finding =
        switch (m.effect()) {
          case ALLOW -> allow(m, because, seen);
          case BLOCK ->
              Finding.convicts(
                  INDICATOR + m.indicatorId(),
                  "BLOCKED",
                  "It is on the organisation's block list" + because);
        };
    return finding.from(Finding.Origin.INDICATOR).saidBy(Remit.ofKept(m.within()));
  }

  /**
   * Anybody can write a sender's name into a mail, and another file's hash beside a file's own, so
   * that to allow the one must not allow the other.
   */
  private static Finding allow(IndicatorMatch m, String because, List<Finding> seen) {
    if (seen.stream().anyMatch(OrganisationVerdicts::contradicts)) {
      return Finding.inconclusive(
          INDICATOR + m.indicatorId(),
          "ALLOW_NOT_CONFIRMED",
          "One of its hashes is on the organisation's allow list, but they are not one file's%s"
              .formatted(because));
    }
    return m.sender() == null || seen.stream().anyMatch(OrganisationVerdicts::confirmsSender)
        ? Finding.clears(
            INDICATOR + m.indicatorId(),
            "ALLOWED",
            "It is on the organisation's allow list" + because)
        : Finding.inconclusive(
            INDICATOR + m.indicatorId(),
            "ALLOW_NOT_CONFIRMED",
            "%s is on the organisation's allow list, but this mail is not confirmed to be from it%s"
                .formatted(Excerpt.of(m.sender(), LONGEST), because));
  }

  private static boolean contradicts(Finding finding) {
    return finding.code().equals(Finding.HASHES_CONTRADICT)
        && finding.origin() == Finding.Origin.LOOKED_AT;
  }

  private static boolean confirmsSender(Finding finding) {
    return finding.code().equals(Finding.SENDER_CONFIRMED)
        && finding.origin() == Finding.Origin.LOOKED_AT;
  }

  private static boolean isOwn(Finding finding) {
    return switch (finding.origin()) {
      case INDICATOR, ANALYST -> true;
      case LOOKED_AT, EXCLUSION, DERIVED -> false;
    };
  }
}
