package dev.quaestor.lab.http;

import dev.quaestor.lab.json.LabJson;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request as a handler sees it.
 *
 * @param arguments what the wildcards of the route stood for, in order
 * @param query decoded query parameters; of a repeated one the first counts
 * @param headers lower-case names; the first value of each
 * @param base scheme, host and port as the client addressed them, for links back
 * @param caller the application id the bearer token was issued to, or empty
 * @param failNextAction a fault asks that the machine action started by this call fails
 */
public record Call(
    String method,
    List<String> path,
    List<String> arguments,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    URI base,
    String caller,
    boolean failNextAction) {

  public String argument(int index) {
    return arguments.get(index);
  }

  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /** The body as a JSON object; anything else is refused with the code of the surface. */
  public ObjectNode json() {
    boolean graph = Surface.of(path) == Surface.GRAPH;
    try {
      JsonNode node = LabJson.MAPPER.readTree(body);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException malformed) {
      // Answered below: the parser's own message would echo the body.
    }
    throw graph
        ? Refusal.badRequest("BadRequest", "Unable to read JSON request payload.")
        : Refusal.badRequest("InvalidRequestBody", "Request body is incorrect");
  }

  /** A string that the body must have under exactly this (case-sensitive) name. */
  public String required(JsonNode node, String field) {
    String value = LabJson.text(node, field);
    if (value.isBlank()) {
      throw Surface.of(path) == Surface.GRAPH
          ? Refusal.badRequest("BadRequest", "The property '" + field + "' is required.")
          : Refusal.badRequest("MissingRequiredParameter", "Parameter " + field + " is missing");
    }
    return value;
  }

  public Call forRoute(List<String> captured, String tokenOwner, boolean fail) {
    return new Call(method, path, captured, query, headers, body, base, tokenOwner, fail);
  }
}
