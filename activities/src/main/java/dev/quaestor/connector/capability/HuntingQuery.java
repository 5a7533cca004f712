package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.lookup.HuntingLanguage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the back end's event store in a language of its own. */
public interface HuntingQuery extends Capability {

  /** A column; the type in the vendor's words. */
  record Column(String name, String type) {}

  /**
   * A result.
   *
   * @param rows one JSON object each, by column name
   */
  record Table(List<Column> schema, List<JsonNode> rows) {
    public Table {
      schema = List.copyOf(schema);
      rows = List.copyOf(rows);
    }
  }

  /** What its queries are written in. */
  default HuntingLanguage language() {
    return HuntingLanguage.KQL;
  }

  /**
   * Runs one query.
   *
   * @param query in {@link #language}; whoever builds one of Kusto's from data quotes values with
   *     {@link #quoted}
   * @param timespan how far back, for a back end that takes it apart from the query; others go by
   *     what the query itself says. Null for the back end's own default
   * @throws dev.quaestor.connector.ConnectorException {@code REJECTED} when it does not parse
   */
  Table run(String query, @Nullable Duration timespan);

  /** As far back as the query says. */
  default Table run(String query) {
    return run(query, null);
  }

  /**
   * A KQL string literal that holds exactly this text. Quotes, backslashes, line ends and other
   * control characters are escaped, so data cannot end the literal.
   *
   * @see <a href="https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/string">Kusto
   *     string literals</a>
   */
  static String quoted(String text) {
    var literal = new StringBuilder(text.length() + 8).append('"');
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                default -> {
                  if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                    literal.append("\\u").append("%04x".formatted(c));
                  } else {
                    literal.append((char) c);
                  }
                }
              }
            });
    return literal.append('"').toString();
  }
}
