package dev.quaestor.starter.intake;

import dev.quaestor.starter.intake.graph.GraphAlertFormat;
import dev.quaestor.starter.intake.json.DottedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What alerts come wrapped in: a list, the vendors' {@code {"value":[…]}}, a search's {@code
 * {"hits":{"hits":[{"_source":…}]}}}, the tables of a Log Analytics query, the {@code all_fields}
 * of Wazuh's integrations, and incidents of Microsoft Graph and Defender XDR that hold their {@code
 * alerts}.
 */
final class Envelopes {
  private Envelopes() {}

  /**
   * One thing of a list.
   *
   * @param path where it stands within the list's own
   */
  record Element(JsonNode node, String path, @Nullable String hitId) {}

  /** Null when it is no wrapping; the name is that of the field which holds the list. */
  record Contents(String name, List<Element> elements) {}

  static @Nullable Contents of(JsonNode node) {
    if (node.isArray()) {
      return list("", node);
    }
    if (isVendorsList(node)) {
      return list("value", node.path("value"));
    }
    if (node.path("hits").path("hits").isArray()) {
      return list("hits.hits", node.path("hits").path("hits"));
    }
    if (node.path("_source").isObject()) {
      return one("_source", node.path("_source"), node);
    }
    if (node.has("_id") && node.path("fields").isObject()) {
      return one("fields", DottedKeys.ofSearchFields(node.path("fields")), node);
    }
    if (node.path("all_fields").path("rule").isObject()) {
      return one("all_fields", node.path("all_fields"), node);
    }
    if (node.path("tables").isArray()) {
      return tables(node.path("tables"));
    }
    return isIncident(node) ? list("alerts", node.path("alerts")) : null;
  }

  /** An alert of its own has an id or a title beside. */
  private static boolean isVendorsList(JsonNode node) {
    return node.path("value").isArray() && !node.has("id") && !node.has("title");
  }

  /** Sentinel's incidents keep theirs within {@code properties} and are one alert themselves. */
  private static boolean isIncident(JsonNode node) {
    if (node.has("properties") || node.has("evidence") || node.has("alertId")) {
      return false;
    }
    var isNamed =
        GraphAlertFormat.isIncident(node)
            || Stream.of("incidentName", "incidentUri").anyMatch(node::has);
    return isNamed || node.path("alerts").isArray() && !node.has("title");
  }

  private static Contents list(String name, JsonNode list) {
    var elements = new ArrayList<Element>();
    var i = 0;
    for (var value : list.isArray() ? list.values() : List.<JsonNode>of()) {
      elements.add(new Element(value, name + "[" + i++ + "]", null));
    }
    return new Contents(name, elements);
  }

  private static Contents one(String name, JsonNode inner, JsonNode hit) {
    var id = hit.path("_id").asString("");
    return new Contents(name, List.of(new Element(inner, name, id.isBlank() ? null : id)));
  }

  private static Contents tables(JsonNode tables) {
    var elements = new ArrayList<Element>();
    for (int t = 0; t < tables.size(); t++) {
      var columns = tables.get(t).path("columns");
      var rows = tables.get(t).path("rows");
      for (int r = 0; r < rows.size(); r++) {
        var row = JsonNodeFactory.instance.objectNode();
        for (int c = 0; c < Math.min(columns.size(), rows.get(r).size()); c++) {
          row.set(columns.get(c).path("name").asString("column" + c), rows.get(r).get(c));
        }
        elements.add(new Element(row, "tables[" + t + "].rows[" + r + "]", null));
      }
    }
    return new Contents("tables", elements);
  }
}
