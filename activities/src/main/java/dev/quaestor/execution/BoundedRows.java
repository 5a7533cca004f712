package dev.quaestor.execution;

import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Answers of any size made to fit a payload. Rows come from attackers' events as much as from ours:
 * how many and how long they are is not the back end's promise.
 */
final class BoundedRows {
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_COLUMNS = 500;
  private static final int LONGEST_CELL = 4_000;

  /** Of JSON; a payload may have twice that. */
  private static final int MOST_BYTES = 1024 * 1024;

  private BoundedRows() {}

  /** As many whole rows, from the first on, as fit. */
  static LookupAnswer.Rows of(HuntingQuery.Table table) {
    var columns =
        table.schema().stream()
            .limit(MOST_COLUMNS)
            .map(c -> new LookupAnswer.Column(cut(c.name()), cut(c.type())))
            .toList();
    var rows = table.rows().stream().limit(MOST_ROWS).map(BoundedRows::row).toList();
    var fitting = fitting(rows);
    return new LookupAnswer.Rows(columns, fitting, fitting.size() < table.rows().size());
  }

  /** Those from the first on that fit into one answer. */
  static <T> List<T> fitting(List<T> things) {
    var fitting = new ArrayList<T>();
    long bytes = 0;
    for (var thing : things) {
      bytes += QuaestorJson.mapper().writeValueAsBytes(thing).length + 1L;
      if (bytes > MOST_BYTES) {
        break;
      }
      fitting.add(thing);
    }
    return List.copyOf(fitting);
  }

  /** A cell that is null is left out. */
  private static Map<String, Object> row(JsonNode row) {
    var cells = new LinkedHashMap<String, Object>();
    for (var cell : row.properties()) {
      if (cells.size() == MOST_COLUMNS) {
        break;
      }
      var value = cell.getValue();
      if (!value.isNull()) {
        cells.put(cut(cell.getKey()), value(value));
      }
    }
    return cells;
  }

  private static Object value(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.asLong();
    }
    if (value.isNumber()) {
      return value.decimalValue();
    }
    return cut(value.isString() ? value.asString() : value.toString());
  }

  private static String cut(String text) {
    return Excerpt.of(text, LONGEST_CELL);
  }
}
