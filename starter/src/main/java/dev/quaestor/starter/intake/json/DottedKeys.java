package dev.quaestor.starter.intake.json;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Elastic's documents are the same whether a field is written {@code {"host.name":…}} or {@code
 * {"host":{"name":…}}}, and one document often does both. Here the first becomes the second; where
 * that cannot be, because {@code host} is a text already, it stays as it was.
 */
public final class DottedKeys {
  private static final int MOST_DOTS = 12;

  private DottedKeys() {}

  public static ObjectNode expanded(JsonNode document) {
    var whole = JsonNodeFactory.instance.objectNode();
    for (var property : document.properties()) {
      put(whole, property.getKey(), value(property.getValue()));
    }
    return whole;
  }

  /** The {@code fields} of a search hit: every one is a list, mostly of one. */
  public static ObjectNode ofSearchFields(JsonNode fields) {
    var whole = JsonNodeFactory.instance.objectNode();
    for (var property : fields.properties()) {
      var value = property.getValue();
      var single = value.isArray() && value.size() == 1 ? value.get(0) : value;
      put(whole, property.getKey(), value(single));
    }
    return whole;
  }

  private static JsonNode value(JsonNode value) {
    if (value.isObject()) {
      return expanded(value);
    }
    if (!value.isArray()) {
      return value;
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    value.values().forEach(v -> list.add(value(v)));
    return list;
  }

  public static void put(ObjectNode whole, String key, JsonNode value) {
    var parts = List.of(key.split("\\.", -1));
    if (parts.size() == 1 || parts.size() > MOST_DOTS || parts.contains("")) {
      merge(whole, key, value);
      return;
    }
    var at = whole;
    for (var part : parts.subList(0, parts.size() - 1)) {
      var inner = at.get(part);
      if (inner != null && !inner.isObject()) {
        merge(whole, key, value);
        return;
      }
      at = inner == null ? at.putObject(part) : (ObjectNode) inner;
    }
    merge(at, parts.getLast(), value);
  }

  private static void merge(ObjectNode into, String name, JsonNode value) {
    var there = into.get(name);
    if (there instanceof ObjectNode known && value.isObject()) {
      value.properties().forEach(p -> merge(known, p.getKey(), p.getValue()));
    } else if (there == null || there.isNull()) {
      into.set(name, value);
    }
  }
}
