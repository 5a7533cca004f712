package dev.quaestor.starter.ledger;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who goes round for all starters and removes what is past its time, and how that went. */
public final class RetentionRounds {
  private static final String LEASE = "retention";

  /** One that died is followed by another within this. */
  private static final Duration TERM = Duration.ofMinutes(2);

  private static final int LONGEST_FAILURE = 600;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final LeaseStore leases;
  private final InstantSource clock;
  private final String owner = "starter-" + UUID.randomUUID();

  public RetentionRounds(DataSource dataSource, InstantSource clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.leases = new LeaseStore(dataSource, clock);
    this.clock = clock;
  }

  /** What is removed: each has rounds of its own. */
  public enum Of {
    INVESTIGATIONS,
    VAULT
  }

  /**
   * How rounds go.
   *
   * @param endedAt of the last whole one, or since when there are to be any
   * @param failingSince null when the last one was whole
   */
  public record Standing(
      Instant endedAt, @Nullable Instant failingSince, @Nullable String failure) {}

  /** Takes the turn of all starters, or keeps it. */
  public boolean take() {
    return leases.take(LEASE, owner, TERM);
  }

  public void release() {
    leases.release(LEASE, owner);
  }

  /** From now on there are to be rounds; saying it again changes nothing. */
  public void expect(Of what) {
    transactions.write(() -> standing(what).isPresent() || insert(what));
  }

  private boolean insert(Of what) {
    return jdbc.sql("insert into retention_round (name, ended_at) values (?, ?)")
            .params(what.name(), Columns.utc(clock.instant()))
            .update()
        == 1;
  }

  public void ended(Of what) {
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update retention_round set ended_at = ?, failing_since = null, failure = null
                    where name = ?""")
                .params(Columns.utc(clock.instant()), what.name())
                .update());
  }

  /**
   * @param why a sentence without its full stop
   */
  public void failed(Of what, String why) {
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update retention_round set failing_since = coalesce(failing_since, ?),
                      failure = ? where name = ?""")
                .params(
                    Columns.utc(clock.instant()),
                    Excerpt.of(Storable.of(why), LONGEST_FAILURE),
                    what.name())
                .update());
  }

  /** Empty where none were ever expected. */
  public Optional<Standing> standing(Of what) {
    return transactions.alone(
        () ->
            jdbc.sql("select * from retention_round where name = ?")
                .param(what.name())
                .query(
                    (row, n) -> {
                      @Nullable String failure = row.getString("failure");
                      return new Standing(
                          Columns.instant(row, "ended_at"),
                          Columns.instantOrNull(row, "failing_since"),
                          failure);
                    })
                .optional());
  }
}
