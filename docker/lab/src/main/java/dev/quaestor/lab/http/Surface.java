package dev.quaestor.lab.http;

import dev.quaestor.lab.json.LabJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose contract a path belongs to; decides the audience a token must have and the shape of an
 * error.
 */
public enum Surface {
  TOKEN,
  DEFENDER,
  GRAPH,
  LAB;

  /** The surface of a normalised path, known or not. */
  public static Surface of(List<String> path) {
    if (path.isEmpty()) {
      return LAB;
    }
    return switch (path.get(0)) {
      case "api" -> DEFENDER;
      case "v1.0" -> GRAPH;
      default -> path.size() > 1 && path.get(1).equals("oauth2") ? TOKEN : LAB;
    };
  }

  /** The error body of this surface for a refusal, with a fresh correlation id. */
  public ObjectNode error(Refusal refusal) {
    ObjectNode body = LabJson.object();
    String correlation = UUID.randomUUID().toString();
    switch (this) {
      case DEFENDER ->
          body.putObject("error")
              .put("code", refusal.code())
              .put("message", refusal.sentence())
              .put("target", correlation);
      case GRAPH ->
          body.putObject("error")
              .put("code", refusal.code())
              .put("message", refusal.sentence())
              .putObject("innerError")
              .put("date", LabJson.mailTime(Instant.now()).replace("Z", ""))
              .put("request-id", correlation)
              .put("client-request-id", correlation);
      case TOKEN ->
          body.put("error", refusal.code())
              .put("error_description", refusal.sentence())
              .put("correlation_id", correlation);
      case LAB ->
          body.putObject("error").put("code", refusal.code()).put("message", refusal.sentence());
    }
    return body;
  }
}
