package dev.quaestor.tools.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A table in a database of the ledger's kind, each of whose rows is durable before it is in. */
final class Rows implements AutoCloseable {
  /** As many as the ledger's pool has. */
  private static final int CONNECTIONS = 10;

  private final BlockingQueue<Connection> free = new ArrayBlockingQueue<>(CONNECTIONS);

  /**
   * @param file without its ending; must not be there yet
   */
  Rows(Path file) throws SQLException {
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(
          DriverManager.getConnection(
              "jdbc:h2:file:" + file.toAbsolutePath() + ";MODE=PostgreSQL"));
    }
    try (var statement = free.element().createStatement()) {
      // As the ledger has it: else H2 holds a commit back for half a second.
      statement.execute("set write_delay 0");
      statement.execute(
          "create table bench_row (id bigint generated always as identity primary key, run"
              + " varchar(64), body text)");
    }
  }

  void insert(String run, String body) {
    try {
      var connection = free.take();
      try (var statement =
          connection.prepareStatement("insert into bench_row (run, body) values (?, ?)")) {
        statement.setString(1, run);
        statement.setString(2, body);
        statement.executeUpdate();
      } finally {
        free.add(connection);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The row was not written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() throws SQLException {
    for (var connection : free) {
      connection.close();
    }
  }
}
