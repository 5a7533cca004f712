package dev.quaestor.investigation;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Entity;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.Suppressions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a case keeps of an alert; its evidence lives on in the case's own.
 *
 * @param suppressedBy the policy's suppression that speaks of it; null when none does
 */
record CaseAlert(
    String alertId,
    String title,
    Severity severity,
    List<String> techniques,
    @Nullable String suppressedBy) {
  static CaseAlert of(Alert alert) {
    return new CaseAlert(
        alert.alertId(), alert.title(), alert.severity(), alert.techniques(), null);
  }

  /** Asks the policy whether it is to be investigated. */
  CaseAlert under(Policy policy, List<Entity> named, Instant now) {
    if (policy.suppressions().isEmpty()) {
      return this;
    }
    @Nullable String by =
        new Suppressions(policy).of(title, named, now).map(Policy.Suppression::id).orElse(null);
    return new CaseAlert(alertId, title, severity, techniques, by);
  }
}
