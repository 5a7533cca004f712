package dev.quaestor.starter.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * What the evidence and the actions of a ledger from before speak of. Neither database takes JSON
 * apart, or makes a hash, in the words of the other, so it is done here.
 */
final class FillMentions implements JavaMigration {
  private static final int AT_ONCE = 1000;

  /** It never changes, as no migration does that has been released. */
  private static final int CHECKSUM = 1;

  private static final String INTO_EVIDENCE =
      "insert into evidence_mention (value_hash, investigation_id, entity_hash) values (?, ?, ?)";

  private final String version;
  private final String description;
  private final List<Fill> fills;

  private FillMentions(String version, String description, List<Fill> fills) {
    this.version = version;
    this.description = description;
    this.fills = fills;
  }

  /**
   * @param from its first column is a text, the others are the key of its row
   * @param keys of what such a text speaks of
   */
  private record Fill(String from, String into, Function<String, Set<String>> keys) {}

  /** V17: what their JSON speaks of. */
  static FillMentions ofJson() {
    return new FillMentions(
        "17",
        "fill mentions",
        List.of(
            new Fill(
                "select assessment, investigation_id, entity_hash from evidence",
                INTO_EVIDENCE,
                Mentions::of),
            new Fill(
                "select body, action_id from action",
                "insert into action_mention (value_hash, action_id) values (?, ?)",
                Mentions::of)));
  }

  /** V20: what devices are called beside their names. */
  static FillMentions ofDevices() {
    return new FillMentions(
        "20",
        "fill names of devices",
        List.of(
            new Fill(
                "select search_text, investigation_id, entity_hash from evidence where kind = 'DEVICE'",
                INTO_EVIDENCE,
                Mentions::ofDevice)));
  }

  @Override
  public void migrate(Context context) throws SQLException {
    for (var fill : fills) {
      run(context.getConnection(), fill);
    }
  }

  private static void run(Connection connection, Fill fill) throws SQLException {
    try (var reading = connection.createStatement();
        var writing = connection.prepareStatement(fill.into())) {
      // Otherwise the driver would take all rows into memory.
      reading.setFetchSize(AT_ONCE);
      try (var rows = reading.executeQuery(fill.from())) {
        int columns = rows.getMetaData().getColumnCount();
        int waiting = 0;
        while (rows.next()) {
          for (var value : fill.keys().apply(rows.getString(1))) {
            writing.setString(1, value);
            for (int k = 2; k <= columns; k++) {
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
    return MigrationVersion.fromVersion(version);
  }

  @Override
  public String getDescription() {
    return description;
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
