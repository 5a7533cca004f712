package dev.quaestor.starter.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that something rare is found in, looked up before the list is read: each place in its
 * own index, which a database does for no "or" of them. What is not rare is found soon enough by
 * reading the list from its front.
 */
final class Few {
  private static final int MOST = 2000;

  private final JdbcClient jdbc;

  Few(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param places statements that select ids
   * @return empty when one of them finds more than a few
   */
  Optional<List<String>> of(List<String> places, Map<String, ?> parameters) {
    var statement = new ArrayList<String>();
    for (int n = 0; n < places.size(); n++) {
      statement.add(
          "select %d as place, id from (%s limit :most) place%d".formatted(n, places.get(n), n));
    }
    var counts = new int[places.size()];
    var ids = new LinkedHashSet<String>();
    jdbc.sql(String.join("\nunion all ", statement))
        .params(parameters)
        .param("most", MOST + 1)
        .query(
            row -> {
              counts[row.getInt("place")]++;
              ids.add(row.getString("id"));
            });
    for (int count : counts) {
      if (count > MOST) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(ids));
  }
}
