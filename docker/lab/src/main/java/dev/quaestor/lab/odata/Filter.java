package dev.quaestor.lab.odata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Parses a {@code $filter} into a predicate over JSON entities: {@code eq ne gt ge lt le}, {@code
 * in (…)}, {@code startswith contains endswith}, {@code and or not} and parentheses. Only the given
 * properties may be named.
 */
final class Filter {

  private static final int MAX_DEPTH = 50;
  private static final Set<String> FUNCTIONS = Set.of("startswith", "contains", "endswith");

  private final List<FilterToken> tokens;
  private final Set<String> properties;
  private final Map<String, String> demands = new HashMap<>();
  private boolean branches;
  private int position;
  private int depth;

  private Filter(List<FilterToken> tokens, Set<String> properties) {
    this.tokens = tokens;
    this.properties = properties;
  }

  /** Throws {@link BadQueryException} on anything that it does not understand. */
  static Predicate<JsonNode> parse(String text, Set<String> properties) {
    return new Filter(FilterToken.tokenize(text), properties).whole();
  }

  /**
   * The value that a property has in every entity that passes, where the filter says so by {@code
   * eq} beside its other conditions: whoever keeps entities by that property need not render the
   * rest. Throws as {@link #parse} does.
   */
  static Optional<String> demanded(String text, Set<String> properties, String property) {
    Filter filter = new Filter(FilterToken.tokenize(text), properties);
    filter.whole();
    return filter.branches ? Optional.empty() : Optional.ofNullable(filter.demands.get(property));
  }

  private Predicate<JsonNode> whole() {
    Predicate<JsonNode> predicate = or();
    if (position < tokens.size()) {
      throw new BadQueryException("Syntax error in $filter at '" + peek() + "'");
    }
    return predicate;
  }

  private Predicate<JsonNode> or() {
    Predicate<JsonNode> left = and();
    while (keyword("or")) {
      branches |= depth == 0;
      left = left.or(and());
    }
    return left;
  }

  private Predicate<JsonNode> and() {
    Predicate<JsonNode> left = unary();
    while (keyword("and")) {
      left = left.and(unary());
    }
    return left;
  }

  private Predicate<JsonNode> unary() {
    if (++depth > MAX_DEPTH) {
      throw new BadQueryException("$filter is nested too deeply");
    }
    try {
      if (keyword("not")) {
        return unary().negate();
      }
      if (symbol("(")) {
        Predicate<JsonNode> inner = or();
        expect(")");
        return inner;
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Predicate<JsonNode> comparison() {
    String name = word();
    if (FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
      return function(name.toLowerCase(Locale.ROOT));
    }
    String property = property(name);
    String operator = word().toLowerCase(Locale.ROOT);
    if (operator.equals("in")) {
      List<FilterToken> values = new ArrayList<>();
      expect("(");
      do {
        values.add(next());
      } while (symbol(","));
      expect(")");
      return entity -> values.stream().anyMatch(value -> compares(entity, property, "eq", value));
    }
    if (!Set.of("eq", "ne", "gt", "ge", "lt", "le").contains(operator)) {
      throw new BadQueryException("Unknown operator '" + operator + "' in $filter");
    }
    FilterToken value = next();
    if (depth == 1 && operator.equals("eq")) {
      demands.put(property, value.text());
    }
    return entity -> compares(entity, property, operator, value);
  }

  private Predicate<JsonNode> function(String name) {
    expect("(");
    String property = property(word());
    expect(",");
    String value = next().text().toLowerCase(Locale.ROOT);
    expect(")");
    return entity -> {
      String text = Properties.text(Properties.of(entity, property)).toLowerCase(Locale.ROOT);
      return switch (name) {
        case "startswith" -> text.startsWith(value);
        case "endswith" -> text.endsWith(value);
        default -> text.contains(value);
      };
    };
  }

  private static boolean compares(
      JsonNode entity, String property, String operator, FilterToken value) {
    JsonNode actual = Properties.of(entity, property);
    boolean nothing = actual.isNull() || actual.isMissingNode();
    if (value.isNull() || nothing) {
      boolean same = value.isNull() && nothing;
      return operator.equals("eq") ? same : operator.equals("ne") && !same;
    }
    int order = Properties.compare(Properties.text(actual), value.text());
    return switch (operator) {
      case "eq" -> order == 0;
      case "ne" -> order != 0;
      case "gt" -> order > 0;
      case "ge" -> order >= 0;
      case "lt" -> order < 0;
      default -> order <= 0;
    };
  }

  private String property(String name) {
    for (String property : properties) {
      if (property.equalsIgnoreCase(name)) {
        return property;
      }
    }
    throw new BadQueryException("The property '" + name + "' cannot be used in $filter");
  }

  private String peek() {
    return position < tokens.size() ? tokens.get(position).text() : "end";
  }

  private FilterToken next() {
    if (position >= tokens.size()) {
      throw new BadQueryException("$filter ends too early");
    }
    FilterToken token = tokens.get(position++);
    if (token.kind() == FilterToken.Kind.SYMBOL) {
      throw new BadQueryException("A value is missing in $filter");
    }
    return token;
  }

  private String word() {
    FilterToken token = next();
    if (token.kind() != FilterToken.Kind.WORD) {
      throw new BadQueryException("Syntax error in $filter at '" + token.text() + "'");
    }
    return token.text();
  }

  private boolean keyword(String name) {
    return accept(FilterToken.Kind.WORD, name);
  }

  private boolean symbol(String name) {
    return accept(FilterToken.Kind.SYMBOL, name);
  }

  private boolean accept(FilterToken.Kind kind, String text) {
    if (position < tokens.size()
        && tokens.get(position).kind() == kind
        && tokens.get(position).text().equalsIgnoreCase(text)) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(String symbol) {
    if (!symbol(symbol)) {
      throw new BadQueryException("'" + symbol + "' expected in $filter before '" + peek() + "'");
    }
  }
}
