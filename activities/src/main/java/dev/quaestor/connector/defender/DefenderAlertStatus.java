package dev.quaestor.connector.defender;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.connector.capability.AlertStatus;
import dev.quaestor.connector.http.AlertStanding;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.feed.AlertVocabulary;
import dev.quaestor.feed.AlertWord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  public void write(
      String alertId,
      AlertWord.@Nullable Status status,
      @Nullable Classification classification,
      @Nullable Determination determination,
      @Nullable String assignTo,
      @Nullable String comment) {
    var change = BackEndJson.object();
    if (status != null) {
      change.put("status", AlertVocabulary.defender(status));
    }
    if (classification != null) {
      change.put("classification", AlertVocabulary.defender(classification));
    }
    if (determination != null) {
      change.put("determination", AlertVocabulary.defender(determination));
    }
    if (assignTo != null) {
      change.put("assignedTo", assignTo);
    }
    if (comment != null) {
      change.put("comment", comment);
    }
    api.call(Request.patch("/api/alerts/{id}", change, alertId));
  }
}
