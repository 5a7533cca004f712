package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/alerts}. */
final class Alerts implements AlertSourceReader {
  private final BackEndClient api;

  Alerts(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Optional<String> alert(String alertId) {
    var request = Request.get("/api/alerts/{id}", alertId).query("$expand", "evidence");
    return BackEndClient.ifThere(() -> api.call(request).toString());
  }

  @Override
  public List<String> alerts(Instant since, int limit) {
    var request =
        Request.get("/api/alerts")
            .query("$filter", "lastUpdateTime ge " + since)
            .query("$expand", "evidence");
    return api.collect(request, limit).stream()
        .sorted(Comparator.comparing(Alerts::changed))
        .map(JsonNode::toString)
        .toList();
  }

  private static Instant changed(JsonNode alert) {
    var changed = BackEndJson.time(alert, "lastUpdateTime", "alertCreationTime");
    return changed == null ? Instant.EPOCH : changed;
  }

  @Override
  public void update(String alertId, Status status, @Nullable String comment) {
    var body =
        BackEndJson.object()
            .put(
                "status",
                switch (status) {
                  case NEW -> "New";
                  case IN_PROGRESS -> "InProgress";
                  case RESOLVED -> "Resolved";
                });
    if (comment != null) {
      body.put("comment", comment);
    }
    api.call(Request.patch("/api/alerts/{id}", body, alertId));
  }
}
