package dev.quaestor.starter.ledger;

import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sessions of browsers. They are here so that they outlive a restart, and so that every starter
 * knows them and ends them at once.
 */
public final class SessionStore {
  /** How exactly it is known when a session was last used. */
  private static final Duration SEEN = Duration.ofMinutes(1);

  /** How long it is remembered where somebody signed in from. */
  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public SessionStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /** A session with its person. */
  public record Known(WebSession session, Person person) {}

  /**
   * Opens one.
   *
   * @param sealed what a provider gave to ask it again; null for none
   * @param signedInAt when the person proved who they are
   */
  public void open(
      String sessionHash,
      Person person,
      String address,
      String agent,
      @Nullable String sealed,
      Instant signedInAt) {
    var now = Columns.utc(clock.instant());
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("hash", sessionHash);
    row.put("person", person.personId());
    row.put("epoch", person.epoch());
    row.put("now", now);
    row.put("address", Storable.of(address));
    row.put("agent", Storable.of(agent));
    row.put("sealed", sealed);
    row.put("signedIn", Columns.utc(signedInAt));
    transactions.write(
        () -> {
          jdbc.sql("delete from web_session where seen_at < ?")
              .param(Columns.utc(clock.instant().minus(KEPT)))
              .update();
          return jdbc.sql(
                  """
                  insert into web_session (session_hash, person_id, epoch, created_at, signed_in_at,
                    seen_at, address, agent, sealed, checked_at)
                  values (:hash, :person, :epoch, :now, :signedIn, :now, :address, :agent, :sealed, :now)
                  """)
              .params(row)
              .update();
        });
  }

  /** One that is not ended, with its person as they are now. */
  public Optional<Known> find(String sessionHash) {
    return transactions.alone(
        () ->
            jdbc.sql(
                    """
                    select s.session_hash, s.epoch as session_epoch, s.created_at as opened_at,
                      s.signed_in_at, s.seen_at, s.ended_at, s.address, s.agent, s.sealed,
                      s.checked_at, p.*
                    from web_session s join person p on p.person_id = s.person_id
                    where s.session_hash = ? and s.ended_at is null""")
                .param(sessionHash)
                .query(
                    (row, n) ->
                        new Known(
                            session(row, "session_epoch", "opened_at"), PersonStore.person(row)))
                .optional());
  }

  /** Those of a person that are not ended, newest first. */
  public List<WebSession> of(String personId) {
    return transactions.alone(
        () ->
            jdbc.sql(
                    """
                    select * from web_session where person_id = ? and ended_at is null
                    order by created_at desc, session_hash""")
                .param(personId)
                .query((row, n) -> session(row, "epoch", "created_at"))
                .list());
  }

  /** It is in use. */
  public void seen(WebSession session) {
    var now = clock.instant();
    if (session.seenAt().plus(SEEN).isBefore(now)) {
      transactions.alone(
          () ->
              jdbc.sql("update web_session set seen_at = ? where session_hash = ?")
                  .params(Columns.utc(now), session.sessionHash())
                  .update());
    }
  }

  /** The provider was asked, and gave something else to ask it by. */
  public void checked(String sessionHash, @Nullable String sealed) {
    transactions.alone(
        () ->
            jdbc.sql("update web_session set checked_at = ?, sealed = ? where session_hash = ?")
                .params(Arrays.asList(Columns.utc(clock.instant()), sealed, sessionHash))
                .update());
  }

  /** Ends one, for good. */
  public void end(String sessionHash) {
    transactions.alone(
        () ->
            jdbc.sql(
                    "update web_session set ended_at = ?, sealed = null"
                        + " where session_hash = ? and ended_at is null")
                .params(Columns.utc(clock.instant()), sessionHash)
                .update());
  }

  /** Whether somebody signed in there, in the time for which that is remembered. */
  public boolean hasSignedInFrom(String personId, String address) {
    return transactions.alone(
        () ->
            jdbc.sql("select count(*) from web_session where person_id = ? and address = ?")
                    .params(personId, Storable.of(address))
                    .query(Integer.class)
                    .single()
                > 0);
  }

  private static WebSession session(ResultSet row, String epoch, String createdAt)
      throws SQLException {
    return new WebSession(
        row.getString("session_hash"),
        row.getString("person_id"),
        row.getInt(epoch),
        Columns.instant(row, createdAt),
        Columns.instant(row, "signed_in_at"),
        Columns.instant(row, "seen_at"),
        Columns.instantOrNull(row, "ended_at"),
        row.getString("address"),
        row.getString("agent"),
        row.getString("sealed"),
        Columns.instant(row, "checked_at"));
  }
}
