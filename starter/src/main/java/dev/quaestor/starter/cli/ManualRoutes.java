package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.client.QuaestorClient.Answer;
import dev.quaestor.wire.QuaestorJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of the API by which people act and ask; as {@link QuaestorClient} answers and throws.
 */
record ManualRoutes(QuaestorClient api) {

  static ObjectNode object() {
    return QuaestorJson.mapper().createObjectNode();
  }

  /**
   * Orders actions: the body names what, and by which route.
   *
   * @param path {@code /actions}, {@code /hunting/actions} or {@code /mail/actions}
   * @param idempotencyKey the same key again is the same order; null for a new one
   */
  Answer order(String path, JsonNode body, @Nullable String idempotencyKey) {
    var key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    return api.post(path, body, Map.of("Idempotency-Key", key));
  }

  Answer types() {
    return api.get("/actions/types");
  }

  Answer undo(String actionId, JsonNode body) {
    return api.post("/actions/" + QuaestorClient.segment(actionId) + "/undo", body, Map.of());
  }

  /** Several of one type. */
  Answer undo(List<String> actionIds, @Nullable String comment) {
    var body = object();
    if (comment != null) {
      body.put("comment", comment);
    }
    actionIds.forEach(body.putArray("actionIds")::add);
    return api.post("/actions/undo", body, Map.of());
  }

  Answer withdraw(String actionId, @Nullable String comment) {
    var body = object();
    if (comment != null) {
      body.put("comment", comment);
    }
    return api.post("/actions/" + QuaestorClient.segment(actionId) + "/withdraw", body, Map.of());
  }

  long artifact(String actionId, Path file) {
    return api.download("/actions/" + QuaestorClient.segment(actionId) + "/artifact", file);
  }

  Answer hunt(JsonNode body) {
    return api.post("/hunting/run", body, Map.of());
  }

  Answer findMail(JsonNode criteria) {
    return api.post("/mail/search", criteria, Map.of());
  }

  Answer file(String hash) {
    return api.get("/files/" + QuaestorClient.segment(hash));
  }

  Answer scripts() {
    return api.get("/live-response/scripts");
  }
}
