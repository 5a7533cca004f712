package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code /api/advancedqueries/run}, which knows no timespan beside the query. */
final class AdvancedHunting implements HuntingQuery {
  private final BackEndClient api;

  AdvancedHunting(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Table run(String kql, @Nullable Duration timespan) {
    var answer =
        api.call(Request.post("/api/advancedqueries/run", BackEndJson.object().put("Query", kql)));
    var schema =
        BackEndJson.objects(answer, "Schema").stream()
            .map(
                c ->
                    new Column(
                        BackEndJson.textOr(c, "Name", ""), BackEndJson.textOr(c, "Type", "")))
            .toList();
    return new Table(schema, BackEndJson.objects(answer, "Results"));
  }
}
