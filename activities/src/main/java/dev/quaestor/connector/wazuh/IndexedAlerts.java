package dev.quaestor.connector.wazuh;

import dev.quaestor.alert.Severity;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.connector.http.BackEndJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Alerts by their time at the manager. One never changes; it appears here as late as the manager's
 * shipper and the indexer take. What our own script has written on agents is left out: by the rule
 * that it comes by, which nobody who only writes into logs can have.
 */
final class IndexedAlerts implements AlertSourceReader {
  /** {@code index.max_result_window}: what lies behind it is reached from hit to hit. */
  private static final int WINDOW = 10_000;

  private static final int STRIDE = 5_000;

  private final Indexer indexer;

  IndexedAlerts(Indexer indexer) {
    this.indexer = indexer;
  }

  /** One more than wanted is asked for: whether it is there says whether there are more. */
  @Override
  public Answer changed(Wanted wanted, int skip, int most) {
    var found =
        skip + most + 1 <= WINDOW ? page(wanted, skip, most + 1) : far(wanted, skip, most + 1);
    return new Answer(
        found.stream().limit(most).map(IndexedAlerts::told).toList(), found.size() <= most);
  }

  private List<JsonNode> page(Wanted wanted, int skip, int size) {
    return indexer.hits(search(wanted, size).put("from", skip));
  }

  /** Past all that is skipped, with next to nothing of each. */
  private List<JsonNode> far(Wanted wanted, int skip, int size) {
    JsonNode after = null;
    for (int passed = 0; passed < skip; ) {
      var stride = Math.min(STRIDE, skip - passed);
      var search = search(wanted, stride).put("_source", false);
      var hits = indexer.hits(from(search, after));
      if (hits.size() < stride) {
        return List.of();
      }
      after = place(hits.getLast());
      passed += stride;
    }
    return indexer.hits(from(search(wanted, Math.min(size, WINDOW)), after));
  }

  private static ObjectNode from(ObjectNode search, @Nullable JsonNode after) {
    if (after != null) {
      search.set("search_after", after);
    }
    return search;
  }

  private static JsonNode place(JsonNode hit) {
    var sort = hit.path("sort");
    if (!sort.isArray() || sort.isEmpty()) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "POST /{index}/_search: a hit does not say where it stands");
    }
    return sort;
  }

  private static Told told(JsonNode hit) {
    var alert = BackEndJson.field(hit, "_source");
    return new Told(BackEndJson.textOr(alert, "id", ""), Indexer.timestamp(alert), alert);
  }

  /** Alerts of one moment have an order by their ids, which are a manager's own. */
  private static ObjectNode search(Wanted wanted, int size) {
    var search = BackEndJson.object().put("size", size).put("track_total_hits", false);
    var sort = search.putArray("sort");
    sort.add(by("timestamp", "date"));
    sort.add(by("id", "keyword"));
    sort.add(by("manager.name", "keyword"));
    var bool = BackEndJson.object();
    var filter = bool.putArray("filter");
    var time = BackEndJson.object().put("gte", wanted.from().toString());
    if (wanted.until() != null) {
      time.put("lt", wanted.until().toString());
    }
    filter.add(range("timestamp", time));
    if (!wanted.severities().isEmpty()) {
      var any = BackEndJson.object();
      var should = any.putArray("should");
      wanted.severities().forEach(severity -> should.add(range("rule.level", levels(severity))));
      any.put("minimum_should_match", 1);
      filter.add(BackEndJson.object().set("bool", any));
    }
    bool.putArray("must_not").add(Answers.ours());
    search.set("query", BackEndJson.object().set("bool", bool));
    return search;
  }

  private static ObjectNode by(String field, String type) {
    return BackEndJson.object()
        .set(field, BackEndJson.object().put("order", "asc").put("unmapped_type", type));
  }

  private static ObjectNode range(String field, ObjectNode bounds) {
    return BackEndJson.object().set("range", BackEndJson.object().set(field, bounds));
  }

  /** As intake reads them. */
  private static ObjectNode levels(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> BackEndJson.object().put("lte", 3);
      case LOW -> BackEndJson.object().put("gte", 4).put("lte", 6);
      case MEDIUM -> BackEndJson.object().put("gte", 7).put("lte", 11);
      case HIGH -> BackEndJson.object().put("gte", 12);
    };
  }
}
