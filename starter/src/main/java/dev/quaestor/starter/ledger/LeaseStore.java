package dev.quaestor.starter.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which of several starters does what is to be done by one. */
final class LeaseStore {
  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  LeaseStore(DataSource dataSource, InstantSource clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.clock = clock;
  }

  /**
   * Takes it, or keeps it.
   *
   * @param owner this process, by a name that no other and no earlier one has
   * @return whether it is this one, for {@code term} from now
   */
  boolean take(String name, String owner, Duration term) {
    return transactions.write(
        () -> {
          var now = clock.instant();
          boolean taken =
              jdbc.sql(
                          """
                          update lease set owner = :owner, held_until = :until
                          where name = :name and (owner = :owner or held_until < :now)""")
                      .param("owner", owner)
                      .param("until", Columns.utc(now.plus(term)))
                      .param("name", name)
                      .param("now", Columns.utc(now))
                      .update()
                  == 1;
          return taken || (isNobodys(name) && insert(name, owner, now.plus(term)));
        });
  }

  private boolean isNobodys(String name) {
    return jdbc.sql("select 1 from lease where name = ?")
        .param(name)
        .query()
        .listOfRows()
        .isEmpty();
  }

  private boolean insert(String name, String owner, Instant until) {
    return jdbc.sql("insert into lease (name, owner, held_until) values (?, ?, ?)")
            .params(name, owner, Columns.utc(until))
            .update()
        == 1;
  }

  /** Lets another process take it at once. */
  void release(String name, String owner) {
    transactions.write(
        () ->
            jdbc.sql("update lease set held_until = ? where name = ? and owner = ?")
                .params(Columns.utc(Instant.EPOCH), name, owner)
                .update());
  }
}
