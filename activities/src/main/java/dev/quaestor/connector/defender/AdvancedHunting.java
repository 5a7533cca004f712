package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.http.ApiClient;
import dev.quaestor.connector.http.Json;
import dev.quaestor.connector.http.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code /api/advancedqueries/run}, which knows no timespan beside the query. */
final class AdvancedHunting implements HuntingQuery {
  private final ApiClient api;

  AdvancedHunting(ApiClient api) {
    this.api = api;
  }

  @Override
  public Table run(String kql, @Nullable Duration timespan) {
    var answer =
        api.call(Request.post("/api/advancedqueries/run", Json.object().put("Query", kql)));
    var schema =
        Json.objects(answer, "Schema").stream()
            .map(c -> new Column(Json.textOr(c, "Name", ""), Json.textOr(c, "Type", "")))
            .toList();
    return new Table(schema, Json.objects(answer, "Results"));
  }
}
