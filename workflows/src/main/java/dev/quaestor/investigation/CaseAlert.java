package dev.quaestor.investigation;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import java.util.List;

/** What a case keeps of an alert; its evidence lives on in the case's own. */
record CaseAlert(String alertId, String title, Severity severity, List<String> techniques) {
  static CaseAlert of(Alert alert) {
    return new CaseAlert(alert.alertId(), alert.title(), alert.severity(), alert.techniques());
  }
}
