package dev.quaestor.starter.ledger;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** All or nothing, for writing and for reading. */
final class Transactions {
  static final int TRIES = 5;

  private final TransactionTemplate writing;
  private final TransactionTemplate reading;

  Transactions(DataSource dataSource) {
    var manager = new JdbcTransactionManager(dataSource);
    writing = new TransactionTemplate(manager);
    reading = new TransactionTemplate(manager);
    reading.setReadOnly(true);
    // A total and its page, a case and its actions: as they stood at one moment.
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Writes. When another was faster with the same key, the whole is tried again and then finds what
   * that one wrote; PostgreSQL lets nothing else be done in a transaction that met a violation.
   */
  <T> T write(Supplier<T> work) {
    return write(TRIES, work);
  }

  /** The same; so often at most. */
  <T> T write(int tries, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return done(writing.execute(status -> work.get()));
      } catch (DuplicateKeyException | ConcurrencyFailureException e) {
        if (attempt == tries) {
          throw e;
        }
      }
    }
  }

  /**
   * One statement, which is a transaction by itself: the database sees one message and not the five
   * of a transaction with an isolation of its own.
   */
  <T> T alone(Supplier<T> statement) {
    for (int attempt = 1; ; attempt++) {
      try {
        return statement.get();
      } catch (DuplicateKeyException | ConcurrencyFailureException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Whether a failure to write is the database's, so that whatever is written now meets it too. */
  static boolean hitsAll(RuntimeException e) {
    return e instanceof DataAccessResourceFailureException
        || e instanceof TransientDataAccessResourceException
        || e instanceof RecoverableDataAccessException
        || e instanceof QueryTimeoutException
        || e instanceof TransactionException;
  }

  <T> T read(Supplier<T> work) {
    return done(reading.execute(status -> work.get()));
  }

  private static <T> T done(@org.jspecify.annotations.Nullable T result) {
    if (result == null) {
      throw new IllegalStateException("a transaction without a result");
    }
    return result;
  }
}
