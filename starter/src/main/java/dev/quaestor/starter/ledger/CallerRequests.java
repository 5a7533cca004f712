package dev.quaestor.starter.ledger;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who asked for what, by the caller's id. The first who asks under an id is who asked. */
public final class CallerRequests {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public CallerRequests(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /**
   * A request as it was first made.
   *
   * @param fingerprint of what was asked; null where that is not compared
   */
  public record Made(String callerId, @Nullable String fingerprint) {}

  /** Records it, unless one was made under that id before, and answers what then stands. */
  public Made make(String requestId, String callerId, @Nullable String fingerprint) {
    return transactions.write(
        () -> {
          var before = byId(requestId);
          if (before.isPresent()) {
            return before.get();
          }
          Map<String, @Nullable Object> row = new HashMap<>();
          row.put("id", requestId);
          row.put("caller", callerId);
          row.put("fingerprint", fingerprint);
          row.put("at", Columns.utc(clock.instant()));
          jdbc.sql(
                  """
                  insert into caller_request (request_id, caller_id, fingerprint, asked_at)
                  values (:id, :caller, :fingerprint, :at)""")
              .params(row)
              .update();
          return new Made(callerId, fingerprint);
        });
  }

  /** Empty when nobody asked under that id. */
  public Optional<Made> find(String requestId) {
    return transactions.alone(() -> byId(requestId));
  }

  private Optional<Made> byId(String requestId) {
    return jdbc.sql("select * from caller_request where request_id = ?")
        .param(requestId)
        .query(
            (row, n) -> {
              @Nullable String fingerprint = row.getString("fingerprint");
              return new Made(row.getString("caller_id"), fingerprint);
            })
        .optional();
  }
}
