package dev.quaestor.lab.hunting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rows under named, typed columns. Cells are String, Long, Boolean, Instant or null. */
record HuntingTable(Map<String, String> columns, List<Row> rows) {

  /** One row. A column without a value is null. */
  static final class Row {
    private final Map<String, @Nullable Object> cells = new LinkedHashMap<>();

    Row set(String column, @Nullable Object value) {
      cells.put(column, value);
      return this;
    }

    @Nullable Object get(String column) {
      return cells.get(column);
    }

    Map<String, @Nullable Object> cells() {
      return cells;
    }
  }

  HuntingTable withRows(List<Row> newRows) {
    return new HuntingTable(columns, newRows);
  }

  /** The type of a column, refused when there is none of that name. Names are case sensitive. */
  String typeOf(String column) {
    String type = columns.get(column);
    if (type == null) {
      throw new QueryException(
          "Failed to resolve column or scalar expression named '" + column + "'");
    }
    return type;
  }

  /** A cell of that column, as it was written down; null when it was not. */
  @Nullable Object cell(String column, @Nullable JsonNode written) {
    if (written == null || written.isNull()) {
      return null;
    }
    return switch (typeOf(column)) {
      case "DateTime" -> Values.instant(written.asString());
      case "Int64" -> written.asLong();
      case "Boolean" -> written.asBoolean();
      default -> written.isValueNode() ? written.asString() : written.toString();
    };
  }

  /** Columns from pairs of name and type. */
  static Map<String, String> columns(String... namesAndTypes) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return columns;
  }

  static List<Row> copy(List<Row> rows) {
    return new ArrayList<>(rows);
  }
}
