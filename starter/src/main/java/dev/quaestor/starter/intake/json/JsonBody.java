package dev.quaestor.starter.intake.json;

import dev.quaestor.text.Storable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses a body within bounds. A repeated key is refused: two readers of one payload could
 * otherwise see two different alerts.
 */
public final class JsonBody {
  /** Of what is read at once, in bytes. */
  public static final int LARGEST_BODY = 10 * 1024 * 1024;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxDocumentLength(LARGEST_BODY)
          .maxStringLength(4 * 1024 * 1024)
          .maxNameLength(1000)
          .maxNumberLength(100)
          // Ten MiB of empty objects would otherwise take half a gigabyte as a tree.
          .maxTokenCount(1_000_000)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /** Null, and noted with line and column, when it is no JSON. */
  public static @Nullable JsonNode parse(byte[] body, Problems problems) {
    if (body.length > LARGEST_BODY) {
      problems.add("", "the body is larger than " + LARGEST_BODY + " bytes");
      return null;
    }
    try {
      var node = MAPPER.readTree(body);
      if (node.isMissingNode()) {
        problems.add("", "the body is empty");
        return null;
      }
      return node;
    } catch (JacksonException e) {
      problems.add(unreadable(e));
      return null;
    }
  }

  private static Problem unreadable(JacksonException e) {
    var reason = Storable.bounded(reason(String.valueOf(e.getOriginalMessage())), 200);
    var where = e.getLocation();
    if (where == null || where.getLineNr() < 1) {
      return Problem.at("", "not valid JSON: " + reason);
    }
    var message =
        "not valid JSON at line %d, column %d: %s"
            .formatted(where.getLineNr(), where.getColumnNr(), reason);
    return new Problem("", message, where.getLineNr(), where.getColumnNr());
  }

  /** What stands in brackets is for Java programmers. */
  private static String reason(String message) {
    var bound = message.indexOf(", from `");
    if (bound >= 0) {
      // Of a bound, what it is and how far it was passed is for everybody.
      return message.substring(0, bound) + ")";
    }
    var bracket = message.indexOf(" (", 1);
    return bracket < 0 ? message : message.substring(0, bracket);
  }
}
