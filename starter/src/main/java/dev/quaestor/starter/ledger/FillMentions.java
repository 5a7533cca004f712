package dev.quaestor.starter.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * V17: what the evidence and the actions of a ledger from before speak of. Neither database takes
 * JSON apart in the words of the other, so it is done here.
 */
final class FillMentions implements JavaMigration {
  private static final int AT_ONCE = 1000;

  /** It never changes, as no migration does that has been released. */
  private static final int CHECKSUM = 1;

  @Override
  public void migrate(Context context) throws SQLException {
    var connection = context.getConnection();
    fill(
        connection,
        "select assessment, investigation_id, entity_hash from evidence",
        "insert into evidence_mention (value_hash, investigation_id, entity_hash) values (?, ?, ?)");
    fill(
        connection,
        "select body, action_id from action",
        "insert into action_mention (value_hash, action_id) values (?, ?)");
  }

  /**
   * @param from its first column is JSON, the others are the key of its row
   */
  private static void fill(Connection connection, String from, String into) throws SQLException {
    try (var reading = connection.createStatement();
        var writing = connection.prepareStatement(into)) {
      // Otherwise the driver would take all rows into memory.
      reading.setFetchSize(AT_ONCE);
      try (var rows = reading.executeQuery(from)) {
        int keys = rows.getMetaData().getColumnCount();
        int waiting = 0;
        while (rows.next()) {
          for (var value : Mentions.of(rows.getString(1))) {
            writing.setString(1, value);
            for (int k = 2; k <= keys; k++) {
              writing.setString(k, rows.getString(k));
            }
            writing.addBatch();
            if (++waiting == AT_ONCE) {
              send(writing);
              waiting = 0;
            }
          }
        }
        if (waiting > 0) {
          send(writing);
        }
      }
    }
  }

  private static void send(PreparedStatement writing) throws SQLException {
    writing.executeBatch();
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("17");
  }

  @Override
  public String getDescription() {
    return "fill mentions";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return CHECKSUM;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }
}
