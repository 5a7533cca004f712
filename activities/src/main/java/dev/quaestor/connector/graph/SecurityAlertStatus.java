package dev.quaestor.connector.graph;

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

/** {@code PATCH /security/alerts_v2/{id}}, and its comments, which are posted one by one. */
final class SecurityAlertStatus implements AlertStatus {
  private final BackEndClient api;

  SecurityAlertStatus(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Optional<Standing> standing(String alertId) {
    return BackEndClient.ifThere(
            () -> api.call(Request.get("/v1.0/security/alerts_v2/{id}", alertId)))
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
      change.put("status", AlertVocabulary.graph(status));
    }
    if (classification != null) {
      change.put("classification", AlertVocabulary.graph(classification));
    }
    if (determination != null) {
      change.put("determination", AlertVocabulary.graph(determination));
    }
    if (assignTo != null) {
      change.put("assignedTo", assignTo);
    }
    if (!change.isEmpty()) {
      api.call(Request.patch("/v1.0/security/alerts_v2/{id}", change, alertId));
    }
    if (comment != null) {
      api.call(
          Request.post(
              "/v1.0/security/alerts_v2/{id}/comments",
              BackEndJson.object()
                  .put("@odata.type", "microsoft.graph.security.alertComment")
                  .put("comment", comment),
              alertId));
    }
  }
}
