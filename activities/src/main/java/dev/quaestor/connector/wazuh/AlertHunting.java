package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.lookup.HuntingLanguage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenSearch's {@code query_string} over the alerts, newest first. What names the agent goes before
 * the alert's own fields, so that it can be acted on and nothing in an alert can pass for it.
 *
 * @see <a href="https://docs.opensearch.org/latest/query-dsl/full-text/query-string/">Query
 *     string</a>
 */
final class AlertHunting implements HuntingQuery {
  private static final int LONGEST_QUERY = 10_000;

  /** More than fits an answer, so that whoever bounds it sees that there was more. */
  private static final int MOST_ROWS = 5_000;

  private static final int FEW_ROWS = 500;
  private static final int MOST_CELLS = 400;
  private static final Duration STANDARD = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Indexer indexer;
  private final InstantSource clock;

  AlertHunting(Indexer indexer, InstantSource clock) {
    this.indexer = indexer;
    this.clock = clock;
  }

  @Override
  public HuntingLanguage language() {
    return HuntingLanguage.LUCENE;
  }

  @Override
  public Table run(String query, @Nullable Duration timespan) {
    if (query.length() > LONGEST_QUERY) {
      throw new ConnectorException(
          Kind.REJECTED, "the query is longer than " + LONGEST_QUERY + " characters");
    }
    var wanted = Objects.requireNonNullElse(timespan, STANDARD);
    var span = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    return table(hits(query, span));
  }

  private List<JsonNode> hits(String query, Duration span) {
    try {
      return indexer.hits(search(query, span, MOST_ROWS));
    } catch (ConnectorException failed) {
      if (failed.isTooLarge()) {
        return indexer.hits(search(query, span, FEW_ROWS));
      }
      throw failed;
    }
  }

  private ObjectNode search(String query, Duration span, int size) {
    var search =
        BackEndJson.object().put("size", size).put("timeout", "25s").put("track_total_hits", false);
    search
        .putArray("sort")
        .add(
            BackEndJson.object()
                .set(
                    "timestamp",
                    BackEndJson.object().put("order", "desc").put("unmapped_type", "date")));
    var bool = BackEndJson.object();
    bool.putArray("must")
        .add(
            BackEndJson.object()
                .set(
                    "query_string", BackEndJson.object().put("query", query).put("lenient", true)));
    bool.putArray("filter")
        .add(
            BackEndJson.object()
                .set(
                    "range",
                    BackEndJson.object()
                        .set(
                            "timestamp",
                            BackEndJson.object()
                                .put("gte", clock.instant().minus(span).toString()))));
    search.set("query", BackEndJson.object().set("bool", bool));
    return search;
  }

  private static Table table(List<JsonNode> hits) {
    var columns = new LinkedHashMap<String, String>();
    var rows = new ArrayList<JsonNode>();
    for (var hit : hits) {
      var cells = new LinkedHashMap<String, JsonNode>();
      var alert = BackEndJson.field(hit, "_source");
      var agent = alert.path("agent");
      Agent.number(Agent.PREFIX + BackEndJson.textOr(agent, "id", ""))
          .ifPresent(number -> put(cells, "DeviceId", Agent.PREFIX + number));
      put(cells, "DeviceName", BackEndJson.textOr(agent, "name", ""));
      flatten("", alert, cells);
      var row = BackEndJson.object();
      cells.forEach(
          (name, value) -> {
            columns.putIfAbsent(name, type(value));
            row.set(name, value);
          });
      rows.add(row);
    }
    return new Table(
        columns.entrySet().stream().map(one -> new Column(one.getKey(), one.getValue())).toList(),
        rows);
  }

  private static void put(Map<String, JsonNode> cells, String name, String value) {
    cells.put(name, BackEndJson.object().put("v", value).path("v"));
  }

  private static void flatten(String prefix, JsonNode object, Map<String, JsonNode> cells) {
    for (var field : object.properties()) {
      if (cells.size() >= MOST_CELLS) {
        return;
      }
      var name = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(name + ".", field.getValue(), cells);
      } else {
        cells.putIfAbsent(name, field.getValue());
      }
    }
  }

  private static String type(JsonNode value) {
    if (value.isNumber()) {
      return value.isIntegralNumber() ? "long" : "double";
    }
    return value.isBoolean() ? "boolean" : value.isArray() ? "array" : "keyword";
  }
}
