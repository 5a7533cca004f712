package dev.quaestor.starter.ledger;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * The schema of the ledger, brought up to date by migrations that are numbered in order and never
 * change once they are released. What one database needs beside them repeats and takes no number.
 */
public final class LedgerSchema {

  private LedgerSchema() {}

  /** Where the migrations of a database lie: those for all, and its own. */
  static String[] locations(DataSource dataSource) {
    return new String[] {"classpath:db/migration", "classpath:db/vendor/" + vendor(dataSource)};
  }

  /** Those that take more than SQL. */
  static JavaMigration[] inJava() {
    return new JavaMigration[] {FillMentions.ofJson(), FillMentions.ofDevices()};
  }

  /** Brings a database to the schema of today; does nothing when it is there. */
  public static void migrate(DataSource dataSource) {
    migrate(configured(dataSource).load());
  }

  static FluentConfiguration configured(DataSource dataSource) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations(locations(dataSource))
        .javaMigrations(inJava());
  }

  /**
   * The same by a Flyway that somebody else has set up.
   *
   * @throws ForeignSchemaException when what was applied there is not what lies here
   */
  static void migrate(Flyway flyway) {
    try {
      var there = flyway.info();
      if (isNewer(there)) {
        throw ForeignSchemaException.newer(newest(there.applied()), newest(known(there)));
      }
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw ForeignSchemaException.ofAnotherBuild(e);
    } catch (FlywayException e) {
      throw e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
          ? ForeignSchemaException.ofSomethingElse(e)
          : e;
    }
  }

  /** Whether a later build was here: to Flyway that is none of an earlier one's business. */
  static boolean isNewer(MigrationInfoService schema) {
    return Stream.of(schema.all()).anyMatch(LedgerSchema::isOfALaterBuild);
  }

  private static boolean isOfALaterBuild(MigrationInfo migration) {
    return switch (migration.getState()) {
      case FUTURE_SUCCESS, FUTURE_FAILED -> true;
      default -> false;
    };
  }

  private static MigrationInfo[] known(MigrationInfoService schema) {
    return Stream.of(schema.all())
        .filter(migration -> !isOfALaterBuild(migration))
        .toArray(MigrationInfo[]::new);
  }

  private static String newest(MigrationInfo[] migrations) {
    return Stream.of(migrations)
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(MigrationVersion::getVersion)
        .orElse("0");
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
