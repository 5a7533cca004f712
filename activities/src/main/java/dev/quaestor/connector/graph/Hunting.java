package dev.quaestor.connector.graph;

import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code security/runHuntingQuery}; field names come in both cases. */
final class Hunting implements HuntingQuery {
  private final BackEndClient api;

  Hunting(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Table run(String kql, @Nullable Duration timespan) {
    var body = BackEndJson.object().put("Query", kql);
    if (timespan != null) {
      body.put("Timespan", timespan.toString());
    }
    var answer = api.call(Request.post("/v1.0/security/runHuntingQuery", body));
    var schema =
        BackEndJson.objects(answer, "schema").stream()
            .map(
                c ->
                    new Column(
                        BackEndJson.textOr(c, "name", ""), BackEndJson.textOr(c, "type", "")))
            .toList();
    return new Table(schema, BackEndJson.objects(answer, "results"));
  }
}
