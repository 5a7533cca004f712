package dev.quaestor.starter.ledger;

import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far each webhook has been told, in the ledger's own database. There is no outbox: what is to
 * be sent is read from the events themselves, and only cursors are kept, one a webhook and
 * investigation, so that no event can be recorded and its message lost.
 */
public final class DeliveryStore {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final EventFeed feed;
  private final DeliveryScan scan;
  private final InstantSource clock;

  public DeliveryStore(DataSource dataSource, EventFeed feed, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.feed = feed;
    this.scan = new DeliveryScan(jdbc, feed);
    this.clock = clock;
  }

  /**
   * A line of messages that are sent one after the other.
   *
   * @param name the investigation; the stream, for a manual action outside any
   * @param deliveredId the place in the ledger up to which it is done
   * @param pendingId the last place that it is known to have an event at
   * @param attempts how often the next message was tried in vain
   * @param failingSince when the first of a row of failures was; null while it goes well
   */
  public record Lane(
      String name,
      boolean isCase,
      long deliveredId,
      long pendingId,
      int attempts,
      @Nullable Instant failingSince) {
    Lane at(long id) {
      return new Lane(name, isCase, id, pendingId, 0, null);
    }

    Lane failingAt(long id) {
      return new Lane(name, isCase, id, pendingId, attempts, failingSince);
    }
  }

  /**
   * A webhook as it stands.
   *
   * @param disabledAt when its receiver said that it is gone; null while it is in use
   * @param lanes the investigations that have something to be sent
   * @param failingLanes those of them whose last try failed
   * @param waitingSince since when the slowest of them has not been without something to be sent;
   *     null when nothing waits
   * @param failingSince since when the first of those fails that do; null when none does
   * @param lastError what the last failure said; null when nothing fails
   * @param tested the last test that somebody sent; null when nobody did
   */
  public record Standing(
      String name,
      @Nullable Instant disabledAt,
      @Nullable String disabledBecause,
      int lanes,
      int failingLanes,
      @Nullable Instant waitingSince,
      @Nullable Instant failingSince,
      @Nullable String lastError,
      @Nullable Tested tested) {
    /** Of one that was never registered. */
    public static Standing unknown(String name) {
      return new Standing(name, null, null, 0, 0, null, null, null, null);
    }
  }

  /** Who tested it, and what came of it. */
  public record Tested(Instant at, String by, String said) {}

  /** Records that somebody sent a test there. */
  public void tested(String webhook, String by, String said) {
    transactions.write(
        () ->
            jdbc.sql(
                    "update webhook set tested_at = ?, tested_by = ?, test_said = ? where name = ?")
                .params(now(), Storable.of(by), Storable.of(said), webhook)
                .update());
  }

  /**
   * Makes a webhook known. A new one is told what is recorded from now on; one that was disabled
   * and has another address now is put to work again; else nothing changes.
   *
   * @param fromBeginning tell a new one all that the ledger holds
   */
  public void register(String webhook, String url, boolean fromBeginning) {
    String hash = Sha256.of(url);
    transactions.write(
        () -> {
          int known =
              jdbc.sql(
                      """
                      update webhook set
                        disabled_at = case when url_hash = :hash then disabled_at else null end,
                        disabled_because =
                          case when url_hash = :hash then disabled_because else null end,
                        url_hash = :hash
                      where name = :name""")
                  .param("hash", hash)
                  .param("name", webhook)
                  .update();
          if (known == 0) {
            jdbc.sql(
                    """
                    insert into webhook (name, scanned_id, url_hash, registered_at)
                    values (?, ?, ?, ?)""")
                .params(webhook, fromBeginning ? 0L : feed.end(), hash, now())
                .update();
          }
          return known;
        });
  }

  private OffsetDateTime now() {
    return Columns.utc(clock.instant());
  }

  /**
   * Makes sure that one process sends for a webhook, and renews that.
   *
   * @param owner this process, by a name that no other and no earlier one has
   * @return whether it is this one, for {@code term} from now
   */
  public boolean lease(String webhook, String owner, Duration term) {
    return transactions.write(
        () ->
            jdbc.sql(
                        """
                        update webhook set lease_owner = :owner, lease_until = :until
                        where name = :name and (lease_owner is null or lease_owner = :owner
                          or lease_until < :now)""")
                    .param("owner", owner)
                    .param("until", Columns.utc(clock.instant().plus(term)))
                    .param("now", now())
                    .param("name", webhook)
                    .update()
                == 1);
  }

  /** Lets another process take over at once. */
  public void release(String webhook, String owner) {
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update webhook set lease_owner = null, lease_until = null
                    where name = ? and lease_owner = ?""")
                .params(webhook, owner)
                .update());
  }

  /**
   * Looks for events that were recorded since and marks their lanes as due.
   *
   * @return whether there is more to be looked at now
   */
  public boolean scan(String webhook) {
    return transactions.write(() -> scan.of(webhook, now()));
  }

  /** Lanes that have something to be sent now, the longest due first. */
  public List<Lane> due(String webhook, int limit) {
    return transactions.read(
        () ->
            jdbc.sql(
                    """
                    select lane, is_case, delivered_id, pending_id, attempts, failing_since from webhook_lane
                    where webhook = ? and due_at <= ? order by due_at, lane limit ?""")
                .params(webhook, now(), limit)
                .query((row, n) -> lane(row))
                .list());
  }

  /** One lane as it stands now; empty when nothing of it is due. */
  public Optional<Lane> due(String webhook, String lane) {
    return transactions.read(
        () ->
            jdbc.sql(
                    """
                    select lane, is_case, delivered_id, pending_id, attempts, failing_since
                    from webhook_lane where webhook = ? and lane = ? and due_at <= ?""")
                .params(webhook, lane, now())
                .query((row, n) -> lane(row))
                .optional());
  }

  private static Lane lane(ResultSet row) throws SQLException {
    return new Lane(
        row.getString("lane"),
        row.getBoolean("is_case"),
        row.getLong("delivered_id"),
        row.getLong("pending_id"),
        row.getInt("attempts"),
        Columns.instantOrNull(row, "failing_since"));
  }

  /**
   * Moves a lane's cursor.
   *
   * @param lane as it stood; when it stands elsewhere by now, nothing changes
   * @param deliveredId up to where it is done
   * @return the lane as it now stands; empty when another process moved it
   */
  public Optional<Lane> advance(String webhook, Lane lane, long deliveredId) {
    int moved =
        transactions.write(
            () ->
                jdbc.sql(
                        """
                        update webhook_lane set delivered_id = :to, attempts = 0,
                          failing_since = null, last_error = null,
                          due_at = case when pending_id > :to then
                            cast(:now as timestamp(6) with time zone) else null end,
                          waiting_since =
                            case when pending_id > :to then waiting_since else null end
                        where webhook = :webhook and lane = :lane and delivered_id = :from""")
                    .param("to", deliveredId)
                    .param("now", now())
                    .param("webhook", webhook)
                    .param("lane", lane.name())
                    .param("from", lane.deliveredId())
                    .update());
    return moved == 1 ? Optional.of(lane.at(deliveredId)) : Optional.empty();
  }

  /** Moves the cursor over an event that is given up; the lane is still failing. */
  public Optional<Lane> giveUp(String webhook, Lane lane, long givenUpId) {
    int moved =
        transactions.write(
            () ->
                jdbc.sql(
                        """
                        update webhook_lane set delivered_id = :to,
                          due_at = case when pending_id > :to then
                            cast(:now as timestamp(6) with time zone) else null end,
                          waiting_since =
                            case when pending_id > :to then waiting_since else null end
                        where webhook = :webhook and lane = :lane and delivered_id = :from""")
                    .param("to", givenUpId)
                    .param("now", now())
                    .param("webhook", webhook)
                    .param("lane", lane.name())
                    .param("from", lane.deliveredId())
                    .update());
    return moved == 1 ? Optional.of(lane.failingAt(givenUpId)) : Optional.empty();
  }

  /** Leaves a lane alone until then, without a failure. */
  public void postpone(String webhook, Lane lane, Instant until) {
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update webhook_lane set due_at = :due
                    where webhook = :webhook and lane = :lane and delivered_id = :from""")
                .param("due", Columns.utc(until))
                .param("webhook", webhook)
                .param("lane", lane.name())
                .param("from", lane.deliveredId())
                .update());
  }

  /** Notes a try that failed, and when the next one is. */
  public void fail(String webhook, Lane lane, String error, Instant nextTry) {
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update webhook_lane set attempts = attempts + 1, last_error = :error,
                      failing_since =
                        coalesce(failing_since, cast(:now as timestamp(6) with time zone)),
                      due_at = :due
                    where webhook = :webhook and lane = :lane and delivered_id = :from""")
                .param("error", Storable.of(error))
                .param("now", now())
                .param("due", Columns.utc(nextTry))
                .param("webhook", webhook)
                .param("lane", lane.name())
                .param("from", lane.deliveredId())
                .update());
  }

  /** Sends nothing to it any longer; what is recorded meanwhile waits. */
  public void disable(String webhook, String because) {
    transactions.write(
        () ->
            jdbc.sql("update webhook set disabled_at = ?, disabled_because = ? where name = ?")
                .params(now(), Storable.of(because), webhook)
                .update());
  }

  /** Puts it to work again, at once: also what waits for its next try. */
  public void enable(String webhook) {
    transactions.write(
        () -> {
          jdbc.sql("update webhook_lane set due_at = ? where webhook = ? and due_at > ?")
              .params(now(), webhook, now())
              .update();
          return jdbc.sql(
                  "update webhook set disabled_at = null, disabled_because = null where name = ?")
              .param(webhook)
              .update();
        });
  }

  /**
   * Whether its receiver said that it is gone; a webhook that was never registered is not in use.
   */
  public boolean isDisabled(String webhook) {
    return transactions.read(
        () ->
            jdbc.sql("select 1 from webhook where name = ? and disabled_at is null")
                .param(webhook)
                .query(Integer.class)
                .optional()
                .isEmpty());
  }

  /** How it stands; empty when it was never registered. */
  public Optional<Standing> standing(String webhook) {
    return transactions.read(
        () ->
            jdbc.sql(
                    """
                    select w.name, w.disabled_at, w.disabled_because, w.tested_at, w.tested_by,
                      w.test_said,
                      (select min(l.failing_since) from webhook_lane l where l.webhook = w.name
                        and l.due_at is not null and l.attempts > 0) as failing_since,
                      (select count(*) from webhook_lane l
                        where l.webhook = w.name and l.due_at is not null) as lanes,
                      (select count(*) from webhook_lane l where l.webhook = w.name
                        and l.due_at is not null and l.attempts > 0) as failing,
                      (select min(l.waiting_since) from webhook_lane l
                        where l.webhook = w.name and l.due_at is not null) as oldest,
                      (select max(l.last_error) from webhook_lane l where l.webhook = w.name
                        and l.due_at is not null) as error
                    from webhook w where w.name = ?""")
                .param(webhook)
                .query(
                    (row, n) ->
                        new Standing(
                            row.getString("name"),
                            Columns.instantOrNull(row, "disabled_at"),
                            row.getString("disabled_because"),
                            row.getInt("lanes"),
                            row.getInt("failing"),
                            Columns.instantOrNull(row, "oldest"),
                            Columns.instantOrNull(row, "failing_since"),
                            row.getString("error"),
                            testedOf(row)))
                .optional());
  }

  private static @Nullable Tested testedOf(ResultSet row) throws SQLException {
    @Nullable Instant at = Columns.instantOrNull(row, "tested_at");
    return at == null
        ? null
        : new Tested(at, row.getString("tested_by"), row.getString("test_said"));
  }
}
