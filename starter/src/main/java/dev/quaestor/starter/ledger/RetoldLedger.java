package dev.quaestor.starter.ledger;

import dev.quaestor.action.Execution;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.policy.Policy;
import dev.quaestor.text.Storable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The ledger for whoever tells it again what it was told before and has lost. It records as ever,
 * each event once; but nothing is counted that was counted when it happened, and a case that ran
 * before waits for no place.
 */
public final class RetoldLedger {
  private static final int ASKED_AT_ONCE = 1000;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final EventStore events;
  private final CaseQueries cases;
  private final Recorder recorder;
  private final UndoBriefing undos;
  private final PolicyStore policies;
  private final RemovedCases removed;

  public RetoldLedger(DataSource dataSource, PolicyStore policies) {
    var rows = new JdbcTemplate(dataSource);
    this.jdbc = JdbcClient.create(rows);
    this.transactions = new Transactions(dataSource);
    this.events = new EventStore(jdbc, rows);
    this.cases = new CaseQueries(jdbc);
    var holds = new Holds(jdbc);
    var indicators = new IndicatorStore(dataSource, InstantSource.system());
    this.recorder =
        new Recorder(
            jdbc, rows, new Admission(jdbc, indicators, Capacity.UNBOUNDED), events, holds);
    this.undos = new UndoBriefing(jdbc, new ActionQueries(jdbc), holds);
    this.policies = policies;
    this.removed = new RemovedCases(jdbc);
  }

  /** The number of the last event of each stream; of those that have one. */
  public Map<String, Long> heads(Collection<String> streams) {
    var heads = new HashMap<String, Long>();
    var all = List.copyOf(streams);
    for (int from = 0; from < all.size(); from += ASKED_AT_ONCE) {
      var some = all.subList(from, Math.min(from + ASKED_AT_ONCE, all.size()));
      heads.putAll(transactions.alone(() -> events.heads(some)));
    }
    return heads;
  }

  /** Those of these cases that were removed because they were past their time. */
  public Set<String> removed(Collection<String> investigationIds) {
    return transactions.alone(() -> removed.among(investigationIds));
  }

  public boolean knowsCase(String investigationId) {
    return transactions
        .alone(
            () ->
                jdbc.sql("select 1 from investigation where investigation_id = ?")
                    .param(Storable.of(investigationId))
                    .query(Integer.class)
                    .optional())
        .isPresent();
  }

  /** Of these actions, whether the ledger knows them all, and how each of them ended. */
  public boolean knowsEndsOf(Collection<String> actionIds) {
    return transactions
            .alone(
                () ->
                    jdbc.sql("select execution from action where action_id = any(:ids)")
                        .param("ids", actionIds.stream().map(Storable::of).toArray(String[]::new))
                        .query((row, n) -> Columns.name(row, "execution", Execution.class))
                        .list())
            .stream()
            .filter(Execution::isFinal)
            .count()
        == actionIds.size();
  }

  /**
   * Opens a case, records events and claims states, all or nothing, as far as they are not there.
   *
   * @param opening with the revision that it is pinned to, which must be there; null to open none
   * @throws OutOfOrderException when events that come before these are missing; nothing is recorded
   */
  public void write(@Nullable CaseOpening opening, List<LedgerBatch> batches, List<Claim> claims) {
    var answers =
        transactions.write(() -> recorder.write(List.of(new Writing(opening, batches, claims))));
    if (answers.getFirst() instanceof GroupCommit.Answer.Refused<Writing.Written> refused) {
      throw refused.why();
    }
  }

  /**
   * Lets an action go of what it wanted, as it did once. Nothing is done where an undo that came
   * later is known.
   *
   * @param at when it did
   */
  public void letGo(LettingGo wish, Instant at) {
    transactions.write(() -> isOutdated(wish, at) ? wish : undos.letGo(wish));
  }

  private boolean isOutdated(LettingGo wish, Instant at) {
    return jdbc.sql(
            """
            select undo_id, undo_changed_at from action where action_id = ? for update""")
        .param(Storable.of(wish.actionId()))
        .query(
            (row, n) -> {
              @Nullable Instant changed = Columns.instantOrNull(row, "undo_changed_at");
              return changed != null
                  && changed.isAfter(at)
                  && !wish.undoId().equals(row.getString("undo_id"));
            })
        .optional()
        // There is no such action.
        .orElse(true);
  }

  /** Keeps what an alert says under its hash; keeping it again is once. */
  public void keepAlert(String content, byte[] body) {
    try {
      transactions.write(
          () -> {
            cases.keepAlert(content, new String(body, StandardCharsets.UTF_8));
            return content;
          });
    } catch (DuplicateKeyException kept) {
      // What is kept under a hash is one content.
    }
  }

  /** As {@link PolicyStore#restore}. */
  public PolicyStore.Restored restore(int number, String yaml, Policy policy, Instant since) {
    return policies.restore(number, yaml, policy, since);
  }
}
