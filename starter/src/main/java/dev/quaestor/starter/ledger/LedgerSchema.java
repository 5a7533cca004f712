package dev.quaestor.starter.ledger;

import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Where the migrations of the database at hand are. */
public final class LedgerSchema {
  private LedgerSchema() {}

  /** Those for all, and those that one database needs beside them. */
  public static String[] locations(DataSource dataSource) {
    return new String[] {"classpath:db/migration", "classpath:db/vendor/" + vendor(dataSource)};
  }

  /** Brings a database to the schema of today; does nothing when it is there. */
  public static void migrate(DataSource dataSource) {
    Flyway.configure().dataSource(dataSource).locations(locations(dataSource)).load().migrate();
  }

  private static String vendor(DataSource dataSource) {
    try (var connection = dataSource.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      return switch (product.toLowerCase(Locale.ROOT)) {
        case "h2" -> "h2";
        case "postgresql" -> "postgresql";
        default ->
            throw new IllegalStateException(
                "the ledger runs on H2 and PostgreSQL, not on " + product);
      };
    } catch (SQLException e) {
      throw new IllegalStateException("the ledger's database does not answer", e);
    }
  }
}
