package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a case comes into the ledger, and whether there is room for it to run. */
final class Admission {
  private final JdbcClient jdbc;
  private final IndicatorStore indicators;
  private final Capacity capacity;

  /** More than can be on their way into the ledger in the time for which a count is believed. */
  private static final int AMPLE = 1_000;

  private static final long BELIEVED_NANOS = Duration.ofSeconds(1).toNanos();

  private volatile @Nullable Count counted;

  /** How many places were taken, and when that was counted. */
  private record Count(long taken, long at) {}

  Admission(JdbcClient jdbc, IndicatorStore indicators, Capacity capacity) {
    this.jdbc = jdbc;
    this.indicators = indicators;
    this.capacity = capacity;
  }

  /** What a case that opens now goes by; in the caller's transaction. */
  Writing.Pinned inForce(@Nullable Integer pinned) {
    return jdbc.sql(
            """
            select number, exists (
                select 1 from indicator where expires_at is null or expires_at > :now) as indicators
            from policy_revision where number = coalesce(cast(:pinned as integer), number)
            order by number desc limit 1""")
        .param("now", Columns.utc(indicators.now()))
        .param("pinned", pinned)
        .query((row, n) -> new Writing.Pinned(row.getInt("number"), row.getBoolean("indicators")))
        .optional()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    pinned == null
                        ? "no policy has been submitted yet"
                        : "policy revision " + pinned + " is gone"));
  }

  /**
   * The state that a case opens in, which has to be written before that of another is asked for.
   * Where places are scarce nobody else takes one until the transaction ends.
   */
  InvestigationStatus stateOf(CaseOpening opening) {
    return hasAmpleRoom() || hasRoom(opening)
        ? InvestigationStatus.RUNNING
        : InvestigationStatus.QUEUED;
  }

  /**
   * Whether it may run now. First come, first served: those that queue since earlier have their
   * places first.
   */
  boolean admits(CaseOpening opening) {
    var id = opening.investigationId();
    var queued =
        jdbc.sql(
                """
                select 1 from investigation where investigation_id = ? and state = 'QUEUED'
                for update""")
            .param(id)
            .query(Integer.class)
            .optional();
    if (queued.isEmpty()) {
      return true;
    }
    if (!hasRoom(opening)) {
      return false;
    }
    jdbc.sql("update investigation set state = 'RUNNING' where investigation_id = ?")
        .param(id)
        .update();
    return true;
  }

  /** The count is of what others have committed, so it is taken in turn. */
  private boolean hasRoom(CaseOpening opening) {
    Turn.CAPACITY.take(jdbc);
    return placesTakenBefore(opening) < capacity.running();
  }

  /** Whether all that start now will find a place, so that nobody has to count. */
  boolean hasAmpleRoom() {
    return !capacity.isBounded() || capacity.running() - taken() >= AMPLE;
  }

  private long taken() {
    var last = counted;
    if (last == null || System.nanoTime() - last.at() > BELIEVED_NANOS) {
      last =
          new Count(
              jdbc.sql(
                      """
                      select count(*) from (
                        select 1 from investigation where state in ('QUEUED', 'RUNNING',
                          'PENDING_APPROVAL', 'PENDING_RESOURCE') limit :most) as taken""")
                  .param("most", capacity.running())
                  .query(Long.class)
                  .single(),
              System.nanoTime());
      counted = last;
    }
    return last.taken();
  }

  boolean isBounded() {
    return capacity.isBounded();
  }

  /** No more are counted than there are places: every case that waits asks again and again. */
  private long placesTakenBefore(CaseOpening opening) {
    return jdbc.sql(
            """
            select count(*) from (
              select 1 from investigation where state in ('RUNNING', 'PENDING_APPROVAL',
                'PENDING_RESOURCE') or (state = 'QUEUED' and (started_at < :at
                  or (started_at = :at and investigation_id < :id)))
              limit :most) as taken""")
        .param("most", capacity.running())
        .param("at", Columns.utc(opening.startedAt()))
        .param("id", opening.investigationId())
        .query(Long.class)
        .single();
  }
}
