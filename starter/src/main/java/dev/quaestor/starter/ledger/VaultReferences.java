package dev.quaestor.starter.ledger;

import dev.quaestor.action.Receipt;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of a vault the ledger knows to be needed. */
public final class VaultReferences {
  private static final int PAGE = 500;

  private final Transactions transactions;
  private final JdbcClient jdbc;

  public VaultReferences(DataSource dataSource) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
  }

  /**
   * When the oldest work began that is under way, or has ended since then: of cases, orders and
   * undos. What lay in a vault before was put there by nothing that may still read it.
   *
   * @param endedSince null for what is under way alone
   * @return {@link Instant#MAX} where there is none
   */
  public Instant workSince(@Nullable Instant endedSince) {
    var since = endedSince == null ? null : Columns.utc(endedSince);
    return transactions.read(
        () ->
            Stream.of(
                    since == null
                        ? "select min(started_at) from investigation where ended_at is null"
                        : "select min(started_at) from investigation where ended_at is null or ended_at >= :since",
                    """
                    select min(created_at) from action
                    where requested_by is not null and decision in ('NOT_NEEDED', 'PENDING', 'APPROVED')
                      and (execution in ('NOT_STARTED', 'RUNNING', 'WAITING_FOR_RESOURCE')%s)"""
                        .formatted(since == null ? "" : " or finished_at >= :since"),
                    """
                    select min(undo_changed_at) from action
                    where undo_state = 'RUNNING'%s"""
                        .formatted(since == null ? "" : " or undo_changed_at >= :since"))
                .map(sql -> since == null ? jdbc.sql(sql) : jdbc.sql(sql).param("since", since))
                .map(
                    asked ->
                        asked
                            .query((row, n) -> instant(row.getObject(1, OffsetDateTime.class)))
                            .single())
                .min(Instant::compareTo)
                .orElse(Instant.MAX));
  }

  private static Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? Instant.MAX : at.toInstant();
  }

  /** The bodies that an undo would put back, by their SHA-256, of all undos that may be begun. */
  public Set<String> neededForUndo() {
    var needed = new HashSet<String>();
    var after = "";
    List<Kept> some;
    do {
      var from = after;
      some =
          transactions.alone(
              () ->
                  jdbc.sql(
                          """
                          select action_id, receipt from action
                          where action_id > :after and receipt like '%"keptAs":"%'
                            and undo_state not in ('NOT_UNDOABLE', 'UNDONE')
                          order by action_id limit :page""")
                      .param("after", from)
                      .param("page", PAGE)
                      .query(
                          (row, n) ->
                              new Kept(
                                  row.getString("action_id"),
                                  Columns.value(row, "receipt", Receipt.class)))
                      .list());
      for (var one : some) {
        after = one.actionId();
        if (one.receipt() instanceof Receipt.Messages messages) {
          messages.messages().stream()
              .map(Receipt.MovedMessage::keptAs)
              .filter(sha256 -> sha256 != null)
              .forEach(needed::add);
        }
      }
    } while (some.size() == PAGE);
    return needed;
  }

  private record Kept(String actionId, Receipt receipt) {}
}
