package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.AlertStatus;
import dev.quaestor.connector.http.AlertStanding;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Request;
import dev.quaestor.feed.AlertVocabulary;
import java.util.Optional;

/** {@code PATCH /api/alerts/{id}}: all in one call. */
final class DefenderAlertStatus implements AlertStatus {
  private final BackEndClient api;

  DefenderAlertStatus(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Optional<Standing> standing(String alertId) {
    return BackEndClient.ifThere(() -> api.call(Request.get("/api/alerts/{id}", alertId)))
        .map(AlertStanding::of);
  }

  @Override
  public void write(String alertId, Change change) {
    var fields =
        AlertStanding.fields(
            change,
            AlertVocabulary::defender,
            AlertVocabulary::defender,
            AlertVocabulary::defender);
    if (change.comment() != null) {
      fields.put("comment", change.comment());
    }
    api.call(Request.patch("/api/alerts/{id}", fields, alertId));
  }
}
