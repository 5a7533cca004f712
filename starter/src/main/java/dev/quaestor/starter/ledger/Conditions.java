package dev.quaestor.starter.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The {@code where} of a filter: only fixed text goes into SQL, what is asked for is a parameter.
 */
final class Conditions {
  private final List<String> clauses = new ArrayList<>();
  private final Map<String, @Nullable Object> parameters = new HashMap<>();
  private String order = "";

  Conditions and(String clause) {
    clauses.add("(" + clause + ")");
    return this;
  }

  Conditions with(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Has what is only counted, to some number, gone through in an order; else in whichever. */
  Conditions inOrder(String by) {
    order = " order by " + by;
    return this;
  }

  /** How many there are so far. */
  int size() {
    return clauses.size();
  }

  /** Adds a condition on an enum's name, if one is asked for. */
  Conditions equal(String column, @Nullable Enum<?> value) {
    return value == null ? this : and(column + " = :" + column).with(column, value.name());
  }

  /** Adds that a column is one of these, if any are asked for. */
  Conditions among(String column, String name, List<? extends Enum<?>> values) {
    return values.isEmpty()
        ? this
        : and(column + " in (:" + name + ")").with(name, values.stream().map(Enum::name).toList());
  }

  /** Adds when it began, as far as that is asked for. */
  Conditions between(String column, Listing listing) {
    if (listing.since() != null) {
      and(column + " >= :since").with("since", Columns.utc(listing.since()));
    }
    return listing.until() == null
        ? this
        : and(column + " < :until").with("until", Columns.utc(listing.until()));
  }

  /** Only those actions, of {@code action c}, that one may see. */
  Conditions actionsIn(Scope sight) {
    parameters.putAll(Sight.parameters(sight));
    return sight.isAll() ? this : and(Sight.ofActions(sight));
  }

  /** Only those cases, of {@code investigation i}, that one may see. */
  Conditions casesIn(Scope sight) {
    parameters.putAll(Sight.parameters(sight));
    return sight.isAll() ? this : and(Sight.ofCases(sight));
  }

  private String where() {
    return clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
  }

  /**
   * The statement with the conditions in the place of {@code /*where*&#47;}, and the order of what
   * is counted in that of {@code /*order*&#47;}.
   */
  JdbcClient.StatementSpec in(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql.replace("/*where*/", where()).replace("/*order*/", order))
        .params(parameters);
  }
}
