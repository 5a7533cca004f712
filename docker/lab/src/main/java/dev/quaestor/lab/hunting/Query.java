package dev.quaestor.lab.hunting;

import dev.quaestor.lab.hunting.HuntingTable.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs one query: {@code Table | where … | project … | take n | top n by … | order by … | distinct
 * … | count}. A statement is checked whole before anything is answered.
 */
final class Query {

  private static final int MAX_OPERATORS = 100;

  private final Tokens tokens;
  private final Instant now;

  private Query(String text, Instant now) {
    this.tokens = new Tokens(text);
    this.now = now;
  }

  static HuntingTable run(String text, Map<String, Supplier<HuntingTable>> tables, Instant now) {
    return new Query(text, now).run(tables);
  }

  private HuntingTable run(Map<String, Supplier<HuntingTable>> tables) {
    String name = tokens.name();
    Supplier<HuntingTable> source = tables.get(name);
    if (source == null) {
      throw new QueryException("Failed to resolve table or column expression named '" + name + "'");
    }
    HuntingTable table = source.get();
    for (int operators = 0; tokens.accept("|"); operators++) {
      if (operators == MAX_OPERATORS) {
        throw new QueryException("The query has too many operators");
      }
      table = operator(table);
    }
    tokens.accept(";");
    if (!tokens.atEnd()) {
      throw tokens.error("an operator or the end expected");
    }
    return table;
  }

  private HuntingTable operator(HuntingTable table) {
    String operator = tokens.name();
    return switch (operator) {
      case "where", "filter" -> {
        Predicate<Row> condition = new ConditionParser(tokens, table, now).parse();
        yield table.withRows(table.rows().stream().filter(condition).toList());
      }
      case "project" -> project(table);
      case "take", "limit" -> take(table, number());
      case "top" -> {
        int count = number();
        tokens.expect("by");
        yield take(sorted(table), count);
      }
      case "order", "sort" -> {
        tokens.expect("by");
        yield sorted(table);
      }
      case "distinct" -> distinct(table);
      case "summarize" -> summarize(table);
      case "count" ->
          new HuntingTable(
              HuntingTable.columns("Count", "Int64"),
              List.of(new Row().set("Count", (long) table.rows().size())));
      default -> throw new QueryException("Syntax error: unknown operator '" + operator + "'");
    };
  }

  private HuntingTable project(HuntingTable table) {
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, String> sources = new LinkedHashMap<>();
    do {
      String name = tokens.name();
      String source = tokens.accept("=") ? tokens.name() : name;
      columns.put(name, table.typeOf(source));
      sources.put(name, source);
    } while (tokens.accept(","));
    List<Row> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      Row projected = new Row();
      sources.forEach((name, source) -> projected.set(name, row.get(source)));
      rows.add(projected);
    }
    return new HuntingTable(columns, rows);
  }

  private HuntingTable distinct(HuntingTable table) {
    HuntingTable projected = project(table);
    Set<Object> seen = new HashSet<>();
    return projected.withRows(
        projected.rows().stream()
            .filter(row -> seen.add(new ArrayList<>(row.cells().values())))
            .toList());
  }

  /** Of aggregations only {@code arg_max(column, columns…) by columns}: the newest of each kind. */
  private HuntingTable summarize(HuntingTable table) {
    tokens.expect("arg_max");
    tokens.expect("(");
    String greatest = tokens.name();
    List<String> shown = new ArrayList<>(List.of(greatest));
    while (tokens.accept(",")) {
      shown.add(tokens.name());
    }
    tokens.expect(")");
    tokens.expect("by");
    List<String> keys = new ArrayList<>();
    do {
      keys.add(tokens.name());
    } while (tokens.accept(","));
    Map<String, String> columns = new LinkedHashMap<>();
    keys.forEach(name -> columns.put(name, table.typeOf(name)));
    shown.forEach(name -> columns.putIfAbsent(name, table.typeOf(name)));
    Map<List<Object>, Row> groups = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      List<Object> key = keys.stream().<Object>map(name -> Values.text(row.get(name))).toList();
      groups.merge(
          key,
          row,
          (one, other) ->
              Values.compare(one.get(greatest), other.get(greatest)) >= 0 ? one : other);
    }
    List<Row> rows = new ArrayList<>();
    for (Row row : groups.values()) {
      Row picked = new Row();
      columns.keySet().forEach(name -> picked.set(name, row.get(name)));
      rows.add(picked);
    }
    return new HuntingTable(columns, rows);
  }

  private HuntingTable sorted(HuntingTable table) {
    Comparator<Row> order = null;
    do {
      String column = tokens.name();
      table.typeOf(column);
      Comparator<Row> next = (a, b) -> Values.compare(a.get(column), b.get(column));
      // Descending is this language's default.
      Comparator<Row> directed = ascending() ? next : next.reversed();
      order = order == null ? directed : order.thenComparing(directed);
    } while (tokens.accept(","));
    List<Row> rows = HuntingTable.copy(table.rows());
    rows.sort(order);
    return table.withRows(rows);
  }

  private boolean ascending() {
    if (tokens.accept("asc")) {
      return true;
    }
    tokens.accept("desc");
    return false;
  }

  private static HuntingTable take(HuntingTable table, int count) {
    return table.withRows(table.rows().stream().limit(count).toList());
  }

  private int number() {
    Token token = tokens.next();
    if (token.kind() != Token.Kind.NUMBER || !token.text().matches("[0-9]{1,9}")) {
      throw tokens.error("a number expected before");
    }
    return Integer.parseInt(token.text());
  }
}
