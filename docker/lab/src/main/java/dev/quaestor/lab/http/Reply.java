package dev.quaestor.lab.http;

import dev.quaestor.lab.json.LabJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One answer: status, extra headers, body with its media type (an empty body has none). */
public record Reply(int status, Map<String, String> headers, String contentType, byte[] body) {

  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply json(int status, JsonNode body) {
    return new Reply(status, Map.of(), "application/json; charset=utf-8", LabJson.bytes(body));
  }

  public static Reply ok(JsonNode body) {
    return json(200, body);
  }

  public static Reply empty(int status) {
    return new Reply(status, Map.of(), "", new byte[0]);
  }

  public static Reply html(String page) {
    return new Reply(
        200, Map.of(), "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply bytes(String contentType, byte[] body) {
    return new Reply(200, Map.of(), contentType, body);
  }

  public Reply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, contentType, body);
  }
}
