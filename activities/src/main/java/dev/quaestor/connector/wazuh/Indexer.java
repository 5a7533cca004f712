package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /INDEX/_search} of OpenSearch, which the indexer is. An answer counts when it is
 * whole: one from some shards, one that ran out of time and one from no index at all come with
 * status 200 as well.
 *
 * @see <a href="https://docs.opensearch.org/latest/api-reference/search-apis/search/">Search</a>
 */
final class Indexer {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHMM", "+0000")
          .toFormatter(Locale.ROOT);

  private final BackEndClient api;
  private final String index;

  Indexer(BackEndClient api, String index) {
    this.api = api;
    this.index = index;
  }

  /** What a search finds. */
  List<JsonNode> hits(ObjectNode search) {
    var request = Request.post("/{index}/_search", search, index);
    var answer = read(request);
    var shards = BackEndJson.field(answer, "_shards");
    if (Boolean.TRUE.equals(BackEndJson.truth(answer, "timed_out"))
        || Objects.requireNonNullElse(BackEndJson.number(shards, "failed"), 0L) > 0) {
      throw new ConnectorException(
          Kind.DOWN, request.operation() + ": the indexer has looked through a part only");
    }
    if (Objects.requireNonNullElse(BackEndJson.number(shards, "total"), 0L) == 0) {
      throw new ConnectorException(
          Kind.OUT_OF_REACH, request.operation() + ": no index is called like that");
    }
    var hits = BackEndJson.field(answer, "hits");
    if (!hits.path("hits").isArray()) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, request.operation() + ": the answer holds no hits");
    }
    return BackEndJson.objects(hits, "hits");
  }

  /**
   * When an alert was made, by the manager's clock: {@code 2026-12-01T02:00:00.123+0000}, whose
   * offset ISO-8601's extended form does not know. Null where it does not say.
   */
  static @Nullable Instant timestamp(JsonNode alert) {
    var text = BackEndJson.text(alert, "timestamp");
    try {
      return text == null ? null : OffsetDateTime.parse(text, TIME).toInstant();
    } catch (DateTimeException another) {
      return BackEndJson.time(alert, "timestamp");
    }
  }

  /** It is a POST and changes nothing. */
  private JsonNode read(Request request) {
    try {
      return api.call(request);
    } catch (ConnectorException broke) {
      if (!broke.mayHaveActed()) {
        throw broke;
      }
      throw new ConnectorException(
          broke.kind(),
          String.valueOf(broke.getMessage()),
          broke.code().orElse(null),
          broke.retryAfter().orElse(null),
          broke);
    }
  }
}
