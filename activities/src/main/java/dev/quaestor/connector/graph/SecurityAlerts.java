package dev.quaestor.connector.graph;

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

/** {@code security/alerts_v2}. */
final class SecurityAlerts implements AlertSourceReader {
  private static final String ALERT = "/v1.0/security/alerts_v2/{alert}";

  private final BackEndClient api;

  SecurityAlerts(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Optional<String> alert(String alertId) {
    return BackEndClient.ifThere(() -> api.call(Request.get(ALERT, alertId)).toString());
  }

  @Override
  public List<String> alerts(Instant since, int limit) {
    var request =
        Request.get("/v1.0/security/alerts_v2").query("$filter", "lastUpdateDateTime ge " + since);
    return api.collect(request, limit).stream()
        .sorted(Comparator.comparing(SecurityAlerts::changed))
        .map(JsonNode::toString)
        .toList();
  }

  private static Instant changed(JsonNode alert) {
    var changed = BackEndJson.time(alert, "lastUpdateDateTime", "createdDateTime");
    return changed == null ? Instant.EPOCH : changed;
  }

  @Override
  public void update(String alertId, Status status, @Nullable String comment) {
    var name =
        switch (status) {
          case NEW -> "new";
          case IN_PROGRESS -> "inProgress";
          case RESOLVED -> "resolved";
        };
    api.call(Request.patch(ALERT, BackEndJson.object().put("status", name), alertId));
    if (comment != null) {
      var body =
          BackEndJson.object()
              .put("@odata.type", "microsoft.graph.security.alertComment")
              .put("comment", comment);
      api.call(Request.post(ALERT + "/comments", body, alertId));
    }
  }
}
