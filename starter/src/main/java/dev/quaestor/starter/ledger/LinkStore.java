package dev.quaestor.starter.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Links that sign somebody in once. What is in a link is never kept, only its SHA-256. */
public final class LinkStore {
  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public LinkStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /**
   * A link that is good.
   *
   * @param personId null for the first administrator, who is nobody yet
   */
  public record Link(@Nullable String personId) {}

  /**
   * Adds one. Those of the same person that were there before are good for nothing any more.
   *
   * @param personId null for the first administrator
   */
  public void add(String linkHash, @Nullable String personId, Instant expiresAt) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("hash", linkHash);
    row.put("person", personId);
    row.put("at", Columns.utc(clock.instant()));
    row.put("old", Columns.utc(clock.instant().minus(KEPT)));
    row.put("expires", Columns.utc(expiresAt));
    transactions.write(
        () -> {
          jdbc.sql("delete from sign_in_link where expires_at < :old").params(row).update();
          jdbc.sql(
                  """
                  update sign_in_link set used_at = :at
                  where used_at is null and coalesce(person_id, '') = coalesce(:person, '')""")
              .params(row)
              .update();
          return jdbc.sql(
                  """
                  insert into sign_in_link (link_hash, person_id, created_at, expires_at)
                  values (:hash, :person, :at, :expires)""")
              .params(row)
              .update();
        });
  }

  /** Whether it is good still; changes nothing. */
  public boolean isGood(String linkHash) {
    return transactions.alone(
        () ->
            jdbc.sql(
                        """
                        select count(*) from sign_in_link
                        where link_hash = ? and used_at is null and expires_at > ?""")
                    .params(linkHash, Columns.utc(clock.instant()))
                    .query(Integer.class)
                    .single()
                > 0);
  }

  /** Uses one up; of two at the same moment, one gets it. */
  public Optional<Link> use(String linkHash) {
    var now = Columns.utc(clock.instant());
    return transactions.write(
        () ->
            jdbc.sql(
                            """
                            update sign_in_link set used_at = ?
                            where link_hash = ? and used_at is null and expires_at > ?""")
                        .params(now, linkHash, now)
                        .update()
                    == 0
                ? Optional.empty()
                : jdbc.sql("select person_id from sign_in_link where link_hash = ?")
                    .param(linkHash)
                    .query((row, n) -> new Link(row.getString("person_id")))
                    .optional());
  }
}
