package dev.quaestor.starter.ledger;

import com.google.re2j.Pattern;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One statement that is run for many rows in one round trip. Its {@code :names} are theirs. */
final class RowStatement {
  private static final Pattern NAME = Pattern.compile(":(\\w+)");

  private final String sql;
  private final List<String> names;

  private RowStatement(String sql, List<String> names) {
    this.sql = sql;
    this.names = names;
  }

  static RowStatement of(String named) {
    var names = new ArrayList<String>();
    var found = NAME.matcher(named);
    while (found.find()) {
      names.add(found.group(1));
    }
    return new RowStatement(NAME.matcher(named).replaceAll("?"), List.copyOf(names));
  }

  /** In the rows' order, which is the order in which they are locked. */
  void run(JdbcTemplate jdbc, Collection<Map<String, @Nullable Object>> rows) {
    if (rows.size() == 1) {
      jdbc.update(sql, statement -> set(statement, rows.iterator().next()));
    } else if (!rows.isEmpty()) {
      jdbc.batchUpdate(sql, rows, rows.size(), this::set);
    }
  }

  private void set(PreparedStatement statement, Map<String, @Nullable Object> row)
      throws SQLException {
    for (int i = 0; i < names.size(); i++) {
      @Nullable Object value = row.get(names.get(i));
      if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
