package dev.quaestor.starter.ledger;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was refused, for 90 days. */
public final class RefusalStore {
  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public RefusalStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /** Adds to what is there of the same minute, or adds a row. */
  public void add(List<AccessRefusal> refusals) {
    for (var refusal : refusals) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("at", Columns.utc(refusal.at()));
      row.put("whoId", fit(refusal.whoId(), 1000));
      row.put("who", fit(refusal.who(), 1000));
      row.put("address", fit(refusal.address(), 64));
      row.put("what", fit(refusal.what(), 300));
      row.put("kind", fit(refusal.kind(), 40));
      row.put("why", fit(refusal.why(), 500));
      row.put("times", refusal.times());
      transactions.write(
          () ->
              jdbc.sql(
                              """
                              update access_refusal set times = times + :times
                              where at_minute = :at and who_id = :whoId and address = :address
                                and what = :what and kind = :kind""")
                          .params(row)
                          .update()
                      > 0
                  ? 1
                  : jdbc.sql(
                          """
                          insert into access_refusal (at_minute, who_id, who, address, what, kind,
                            why, times)
                          values (:at, :whoId, :who, :address, :what, :kind, :why, :times)""")
                      .params(row)
                      .update());
    }
  }

  private static String fit(String text, int length) {
    return Excerpt.head(Storable.of(text), length);
  }

  /** Forgets those that are too old. */
  public void forgetOld() {
    transactions.write(
        () ->
            jdbc.sql("delete from access_refusal where at_minute < ?")
                .param(Columns.utc(clock.instant().minus(KEPT)))
                .update());
  }

  /**
   * Newest first.
   *
   * @param before give those before that position; null for the newest
   */
  public AccessRefusal.Part list(@Nullable Long before, int size) {
    record Row(long position, AccessRefusal refusal) {}
    var rows =
        transactions.alone(
            () ->
                jdbc.sql(
                        """
                        select * from access_refusal where position < ?
                        order by position desc limit ?""")
                    .params(before == null ? Long.MAX_VALUE : before, size + 1)
                    .query(
                        (row, n) ->
                            new Row(
                                row.getLong("position"),
                                new AccessRefusal(
                                    Columns.instant(row, "at_minute"),
                                    row.getString("who_id"),
                                    row.getString("who"),
                                    row.getString("address"),
                                    row.getString("what"),
                                    row.getString("kind"),
                                    row.getString("why"),
                                    row.getLong("times"))))
                    .list());
    var shown = rows.subList(0, Math.min(size, rows.size()));
    return new AccessRefusal.Part(
        shown.stream().map(Row::refusal).toList(),
        rows.size() > size ? shown.getLast().position() : null);
  }
}
