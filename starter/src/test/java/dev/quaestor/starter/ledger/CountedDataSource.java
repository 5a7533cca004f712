package dev.quaestor.starter.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts what goes to a database, and lets a test come between a transaction and its commit. */
final class CountedDataSource extends DelegatingDataSource {
  final AtomicLong commits = new AtomicLong();
  final AtomicLong statements = new AtomicLong();
  final Map<String, AtomicLong> bySql = new ConcurrentHashMap<>();

  /** Run before each commit; what it throws is what the commit throws, undone. */
  volatile BeforeCommit beforeCommit = () -> {};

  /** The same before each statement. */
  volatile BeforeCommit beforeStatement = () -> {};

  interface BeforeCommit {
    void run() throws SQLException;
  }

  CountedDataSource(DataSource target) {
    super(target);
  }

  void reset() {
    commits.set(0);
    statements.set(0);
    bySql.clear();
  }

  @Override
  public Connection getConnection() throws SQLException {
    var connection = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                beforeCommit.run();
                commits.incrementAndGet();
              }
              var result = invoke(connection, method, arguments);
              return result instanceof Statement statement
                  ? counted(statement, method.getReturnType(), arguments)
                  : result;
            });
  }

  private Object counted(Statement statement, Class<?> type, Object[] arguments) {
    var sql = arguments != null && arguments[0] instanceof String text ? text : "?";
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, values) -> {
          if (method.getName().startsWith("execute")) {
            beforeStatement.run();
            statements.incrementAndGet();
            bySql.computeIfAbsent(sql, s -> new AtomicLong()).incrementAndGet();
          }
          return invoke(statement, method, values);
        });
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
