package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.json.LabJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns entities into Graph's answers: the OData context comes first. */
final class GraphReplies {

  private GraphReplies() {}

  static String context(Call call, String set) {
    return call.base() + "/v1.0/$metadata#" + set;
  }

  static ObjectNode entity(Call call, String set, JsonNode entity) {
    ObjectNode body = LabJson.object();
    body.put("@odata.context", context(call, set));
    entity.properties().forEach(property -> body.set(property.getKey(), property.getValue()));
    return body;
  }
}
