package dev.quaestor.connector.graph;

import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.http.ApiClient;
import dev.quaestor.connector.http.Json;
import dev.quaestor.connector.http.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code security/runHuntingQuery}; field names come in both cases. */
final class Hunting implements HuntingQuery {
  private final ApiClient api;

  Hunting(ApiClient api) {
    this.api = api;
  }

  @Override
  public Table run(String kql, @Nullable Duration timespan) {
    var body = Json.object().put("Query", kql);
    if (timespan != null) {
      body.put("Timespan", timespan.toString());
    }
    var answer = api.call(Request.post("/v1.0/security/runHuntingQuery", body));
    var schema =
        Json.objects(answer, "schema").stream()
            .map(c -> new Column(Json.textOr(c, "name", ""), Json.textOr(c, "type", "")))
            .toList();
    return new Table(schema, Json.objects(answer, "results"));
  }
}
