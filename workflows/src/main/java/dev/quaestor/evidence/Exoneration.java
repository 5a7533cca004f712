package dev.quaestor.evidence;

import dev.quaestor.entity.EntityKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a case would look like had some of its evidence been harmless. Verdicts that rested on it
 * fall with it: the mail whose only fault was a link, the messages that were like that mail.
 */
public record Exoneration(Set<EntityKey> cleared, Set<EntityKey> stillThreats) {

  public static Exoneration of(List<Assessment> evidence, Set<EntityKey> harmless) {
    var after =
        Propagation.apply(
            evidence.stream().map(a -> harmless.contains(a.key()) ? cleared(a) : a).toList());
    var stillThreats = threats(after);
    var cleared = threats(evidence);
    cleared.removeAll(stillThreats);
    return new Exoneration(cleared, stillThreats);
  }

  private static Assessment cleared(Assessment a) {
    var reasons = new ArrayList<>(a.reasons());
    reasons.add(
        Finding.clears("analyst", "CLASSIFIED", "A person classified it as harmless")
            .from(Finding.Origin.ANALYST));
    return a.judgedBy(reasons);
  }

  private static Set<EntityKey> threats(List<Assessment> evidence) {
    return evidence.stream()
        .filter(a -> a.verdict().isThreat())
        .map(Assessment::key)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** What only this alert named, and what was found from there. */
  public static Set<EntityKey> broughtOnlyBy(String alertId, List<Assessment> evidence) {
    var brought = new LinkedHashSet<EntityKey>();
    // In the order in which it was found: what led to a piece stands before it.
    for (var a : evidence) {
      var alerts = a.evidence().alertIds();
      var from = a.evidence().foundFrom();
      if (alerts.isEmpty()
          ? from != null && brought.contains(from)
          : alerts.equals(List.of(alertId))) {
        brought.add(a.key());
      }
    }
    return brought;
  }

  /** Whether what rests on these stood on what fell, and on nothing else. */
  public boolean undercuts(List<EntityKey> reasons) {
    return reasons.stream().anyMatch(cleared::contains)
        && reasons.stream().noneMatch(stillThreats::contains);
  }
}
