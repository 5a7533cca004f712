package dev.quaestor.lab.hunting;

import dev.quaestor.lab.hunting.HuntingTable.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses the condition of a {@code where}: comparisons under {@code and}, {@code or}, {@code
 * not(…)} and parentheses.
 */
final class ConditionParser {

  private static final int MAX_DEPTH = 50;

  /** A scalar expression: a column, a literal, or a function of them. */
  private interface Scalar extends Function<Row, @Nullable Object> {}

  private final Tokens tokens;
  private final HuntingTable table;
  private final Instant now;
  private int depth;

  ConditionParser(Tokens tokens, HuntingTable table, Instant now) {
    this.tokens = tokens;
    this.table = table;
    this.now = now;
  }

  Predicate<Row> parse() {
    Predicate<Row> left = conjunction();
    while (tokens.accept("or")) {
      left = left.or(conjunction());
    }
    return left;
  }

  private Predicate<Row> conjunction() {
    Predicate<Row> left = unary();
    while (tokens.accept("and")) {
      left = left.and(unary());
    }
    return left;
  }

  private Predicate<Row> unary() {
    if (++depth > MAX_DEPTH) {
      throw new QueryException("The condition is nested too deeply");
    }
    try {
      if (tokens.accept("not")) {
        tokens.expect("(");
        Predicate<Row> inner = parse();
        tokens.expect(")");
        return inner.negate();
      }
      if (tokens.accept("(")) {
        Predicate<Row> inner = parse();
        tokens.expect(")");
        return inner;
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Predicate<Row> comparison() {
    Scalar left = scalar();
    boolean negated = tokens.accept("!");
    Token token = tokens.next();
    String operator = token.text();
    if (token.kind() != Token.Kind.SYMBOL && token.kind() != Token.Kind.NAME) {
      throw tokens.error("a comparison expected");
    }
    Predicate<Row> positive = positive(left, operator, negated);
    return negated ? positive.negate() : positive;
  }

  private Predicate<Row> positive(Scalar left, String operator, boolean wordOnly) {
    return switch (operator) {
      case "in" -> {
        boolean caseless = tokens.accept("~");
        yield any(left, caseless ? Values::equalIgnoreCase : Values::equal);
      }
      case "has_any" -> any(left, Values::has);
      case "has" -> one(left, Values::has);
      case "contains" -> one(left, Values::contains);
      case "startswith" -> one(left, Values::startsWith);
      case "endswith" -> one(left, Values::endsWith);
      default -> {
        if (wordOnly) {
          throw tokens.error("a comparison expected");
        }
        yield symbol(left, operator);
      }
    };
  }

  private Predicate<Row> symbol(Scalar left, String operator) {
    return switch (operator) {
      case "==" -> one(left, Values::equal);
      case "!=" -> one(left, Values::equal).negate();
      case "=~" -> one(left, Values::equalIgnoreCase);
      case "!~" -> one(left, Values::equalIgnoreCase).negate();
      case ">" -> one(left, (a, b) -> Values.compare(a, b) > 0);
      case ">=" -> one(left, (a, b) -> Values.compare(a, b) >= 0);
      case "<" -> one(left, (a, b) -> Values.compare(a, b) < 0);
      case "<=" -> one(left, (a, b) -> Values.compare(a, b) <= 0);
      default -> throw tokens.error("a comparison expected");
    };
  }

  private Predicate<Row> one(Scalar left, BiPredicate<@Nullable Object, @Nullable Object> test) {
    Scalar right = scalar();
    return row -> test.test(left.apply(row), right.apply(row));
  }

  private Predicate<Row> any(Scalar left, BiPredicate<@Nullable Object, @Nullable Object> test) {
    List<Scalar> values = new ArrayList<>();
    tokens.expect("(");
    do {
      values.add(scalar());
    } while (tokens.accept(","));
    tokens.expect(")");
    return row -> {
      Object value = left.apply(row);
      return values.stream().anyMatch(candidate -> test.test(value, candidate.apply(row)));
    };
  }

  private Scalar scalar() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case STRING -> constant(token.text());
      case NUMBER -> constant(new BigDecimal(token.text()));
      case NAME -> named(token.text());
      case TIMESPAN, DATETIME, SYMBOL, END -> throw tokens.error("a value expected before");
    };
  }

  private Scalar named(String name) {
    return switch (name) {
      case "true" -> constant(Boolean.TRUE);
      case "false" -> constant(Boolean.FALSE);
      case "ago" -> {
        tokens.expect("(");
        Duration span = timespan();
        tokens.expect(")");
        yield constant(now.minus(span));
      }
      case "now" -> {
        tokens.expect("(");
        tokens.expect(")");
        yield constant(now);
      }
      case "datetime" -> constant(datetime());
      case "tolower" -> {
        tokens.expect("(");
        Scalar inner = scalar();
        tokens.expect(")");
        yield row -> Values.text(inner.apply(row)).toLowerCase(Locale.ROOT);
      }
      default -> {
        table.typeOf(name);
        yield row -> row.get(name);
      }
    };
  }

  private Duration timespan() {
    Token token = tokens.next();
    if (token.kind() != Token.Kind.TIMESPAN) {
      throw tokens.error("a timespan expected before");
    }
    String text = token.text();
    String unit = text.replaceAll("[0-9.]", "");
    BigDecimal amount = new BigDecimal(text.substring(0, text.length() - unit.length()));
    long millis =
        switch (unit) {
          case "d" -> 86_400_000L;
          case "h" -> 3_600_000L;
          case "m" -> 60_000L;
          case "s" -> 1_000L;
          default -> 1L;
        };
    BigDecimal total = amount.multiply(BigDecimal.valueOf(millis));
    // A hundred years is longer than anything that is asked for, and within what an Instant can
    // subtract.
    return Duration.ofMillis(total.min(BigDecimal.valueOf(3_155_760_000_000L)).longValue());
  }

  private Instant datetime() {
    tokens.expect("(");
    Token token = tokens.next();
    if (token.kind() != Token.Kind.STRING && token.kind() != Token.Kind.DATETIME) {
      throw tokens.error("a datetime expected before");
    }
    tokens.expect(")");
    return Values.instant(token.text());
  }

  private static Scalar constant(Object value) {
    return row -> value;
  }
}
