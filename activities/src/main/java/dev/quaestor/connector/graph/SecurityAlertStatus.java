package dev.quaestor.connector.graph;

import dev.quaestor.connector.capability.AlertStatus;
import dev.quaestor.connector.http.AlertStanding;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.feed.AlertVocabulary;
import java.util.Optional;

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
  public void write(String alertId, Change change) {
    var fields =
        AlertStanding.fields(
            change, AlertVocabulary::graph, AlertVocabulary::graph, AlertVocabulary::graph);
    if (!fields.isEmpty()) {
      api.call(Request.patch("/v1.0/security/alerts_v2/{id}", fields, alertId));
    }
    if (change.comment() != null) {
      api.call(
          Request.post(
              "/v1.0/security/alerts_v2/{id}/comments",
              BackEndJson.object()
                  .put("@odata.type", "microsoft.graph.security.alertComment")
                  .put("comment", change.comment()),
              alertId));
    }
  }
}
