package dev.quaestor.starter.ledger;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a webhook hears that there is something to send: one look along the ledger's events. */
final class DeliveryScan {
  private static final int PAGE = 500;

  private final JdbcClient jdbc;
  private final EventFeed feed;

  DeliveryScan(JdbcClient jdbc, EventFeed feed) {
    this.jdbc = jdbc;
    this.feed = feed;
  }

  /**
   * Looks for events that were recorded since and marks their lanes as due. What it has seen it
   * keeps, so nothing is looked for twice but behind a gap that might yet be filled.
   *
   * @return whether there is more to be looked at now
   */
  boolean of(String webhook, OffsetDateTime now) {
    long from =
        jdbc.sql("select scanned_id from webhook where name = ? for update")
            .param(webhook)
            .query(Long.class)
            .single();
    long settled = from;
    long at = from;
    var lanes = new LinkedHashMap<String, Seen>();
    boolean more;
    boolean open = false;
    do {
      var places = feed.places(at, PAGE);
      for (var place : places) {
        lanes.merge(place.lane(), Seen.first(place), Seen::and);
        open |= !place.settled();
        settled = open ? settled : place.id();
        at = place.id();
      }
      more = places.size() == PAGE;
      // Behind an open gap it must read on, because it cannot keep how far it came.
    } while (more && open);
    lanes.values().forEach(seen -> mark(webhook, seen, now));
    if (settled > from) {
      jdbc.sql("update webhook set scanned_id = ? where name = ?")
          .params(settled, webhook)
          .update();
    }
    return more;
  }

  /** What one scan saw of a lane. */
  private record Seen(String lane, boolean isCase, long oldest, long newest) {
    static Seen first(EventFeed.Place place) {
      return new Seen(place.lane(), place.isCase(), place.id(), place.id());
    }

    Seen and(Seen later) {
      return new Seen(lane, isCase, oldest, later.newest);
    }
  }

  private void mark(String webhook, Seen seen, OffsetDateTime now) {
    Map<String, Object> row =
        Map.of(
            "webhook",
            webhook,
            "lane",
            seen.lane(),
            "isCase",
            seen.isCase(),
            "before",
            seen.oldest() - 1,
            "pending",
            seen.newest(),
            "now",
            now);
    int known =
        jdbc.sql(
                """
                update webhook_lane set pending_id = :pending,
                  due_at = coalesce(due_at, cast(:now as timestamp(6) with time zone)),
                  waiting_since =
                    coalesce(waiting_since, cast(:now as timestamp(6) with time zone))
                where webhook = :webhook and lane = :lane and pending_id < :pending""")
            .params(row)
            .update();
    if (known == 0
        && jdbc.sql("select 1 from webhook_lane where webhook = :webhook and lane = :lane")
            .params(row)
            .query(Integer.class)
            .optional()
            .isEmpty()) {
      jdbc.sql(
              """
              insert into webhook_lane (webhook, lane, is_case, delivered_id, pending_id, due_at,
                waiting_since, attempts)
              values (:webhook, :lane, :isCase, :before, :pending, :now, :now, 0)""")
          .params(row)
          .update();
    }
  }
}
