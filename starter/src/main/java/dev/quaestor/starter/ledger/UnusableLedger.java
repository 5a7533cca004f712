package dev.quaestor.starter.ledger;

import dev.quaestor.start.CannotStart;
import java.sql.SQLException;
import java.util.Optional;

/** Why no ledger can be kept in the database that is set, for whoever starts a starter. */
public final class UnusableLedger {
  /** H2's own number; PostgreSQL lets any number of processes in. */
  static final int IN_USE = 90020;

  private UnusableLedger() {}

  public static Optional<CannotStart> reason(Throwable failed) {
    return failed instanceof SQLException unusable
        ? Optional.of(sentence(unusable))
        : Optional.empty();
  }

  private static CannotStart sentence(SQLException unusable) {
    return unusable.getErrorCode() == IN_USE
        ? new CannotStart(
            "The ledger's file is in use by another process.",
            "Stop that one; or set spring.datasource.url to a PostgreSQL, which several starters "
                + "can share.",
            unusable)
        : new CannotStart(
            "The ledger's database cannot be used: " + firstLine(unusable) + ".",
            remedy(String.valueOf(unusable.getSQLState())),
            unusable);
  }

  /** By the class of what the standard calls SQLSTATE; PostgreSQL's are of its appendix A. */
  private static String remedy(String state) {
    if (state.startsWith("28")) {
      return "Set spring.datasource.username and .password to those of the ledger's owner.";
    }
    return switch (state) {
      case "42501" ->
          "Make the user of spring.datasource.username the owner of the database: a starter makes "
              + "tables and changes them when a new version starts.";
      case "3D000" -> "Create it, or set spring.datasource.url to the one that there is.";
      default -> "Start it, or set spring.datasource.url, .username and .password.";
    };
  }

  private static String firstLine(SQLException away) {
    var message = String.valueOf(away.getMessage()).lines().findFirst().orElse("");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
