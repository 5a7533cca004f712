package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.json.LabJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns entities into Defender's answers: the OData context comes first. */
final class DefenderReplies {

  private DefenderReplies() {}

  static String context(Call call, String set) {
    return call.base() + "/api/$metadata#" + set;
  }

  static ObjectNode entity(Call call, String set, JsonNode entity) {
    ObjectNode body = LabJson.object();
    body.put("@odata.context", context(call, set + "/$entity"));
    entity.properties().forEach(property -> body.set(property.getKey(), property.getValue()));
    return body;
  }
}
