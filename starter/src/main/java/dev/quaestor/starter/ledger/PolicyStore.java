package dev.quaestor.starter.ledger;

import dev.quaestor.policy.Policy;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The policy, every revision of it. A revision never changes; a case keeps the one that it opened
 * with.
 */
public final class PolicyStore {
  private static final int MOST_KEPT = 32;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Map<Integer, PolicyRevision> read = new ConcurrentHashMap<>();

  public PolicyStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /** The one in force; empty before the first was put. */
  public Optional<PolicyRevision> current() {
    // The number is asked for each time: another starter may have put one.
    return jdbc.sql("select number from policy_revision order by number desc limit 1")
        .query(Integer.class)
        .optional()
        .flatMap(this::revision);
  }

  private Optional<PolicyRevision> last() {
    return jdbc.sql("select * from policy_revision order by number desc limit 1")
        .query((row, n) -> revision(row))
        .optional();
  }

  /** One that was read once is not read again: it never changes. */
  public Optional<PolicyRevision> revision(int number) {
    var known = Optional.ofNullable(read.get(number));
    return known.isPresent() ? known : transactions.alone(() -> find(number)).map(this::kept);
  }

  private PolicyRevision kept(PolicyRevision revision) {
    if (read.size() >= MOST_KEPT) {
      read.clear();
    }
    read.put(revision.number(), revision);
    return revision;
  }

  private Optional<PolicyRevision> find(int number) {
    return jdbc.sql("select * from policy_revision where number = ?")
        .param(number)
        .query((row, n) -> revision(row))
        .optional();
  }

  /** Newest first. */
  public Page<PolicyRevision> history(int page, int size) {
    int from = Page.boundedPage(page);
    int fit = Page.boundedSize(size);
    return transactions.read(
        () ->
            new Page<>(
                jdbc.sql("select * from policy_revision order by number desc limit ? offset ?")
                    .params(fit, (long) from * fit)
                    .query((row, n) -> revision(row))
                    .list(),
                jdbc.sql("select count(*) from policy_revision").query(Long.class).single(),
                from,
                fit));
  }

  /**
   * What is in force after a text was put.
   *
   * @param unchanged whether it was in force before, word for word, so that no revision was made
   */
  public record Put(PolicyRevision revision, boolean unchanged) {}

  /**
   * Puts a text in force, for cases that open from now on, as a new revision unless it is the one
   * in force. Of two at once the second comes after the first.
   *
   * @param policy what the text says; the caller has read and checked it
   */
  public Put put(String yaml, Policy policy, String author, @Nullable String comment) {
    return transactions.write(
        () -> {
          Turn.POLICY.take(jdbc);
          var last = last();
          int next = last.map(PolicyRevision::number).orElse(0) + 1;
          return last.filter(l -> l.yaml().equals(Storable.of(yaml)))
              .map(l -> new Put(l, true))
              .orElseGet(() -> new Put(insert(next, yaml, policy, author, comment), false));
        });
  }

  /**
   * The same for a text that was written over a revision: nothing happens when another one is in
   * force by now.
   *
   * @return empty then
   */
  public Optional<Put> putAfter(
      int number, String yaml, Policy policy, String author, @Nullable String comment) {
    return transactions.write(
        () -> {
          Turn.POLICY.take(jdbc);
          return last()
              .filter(l -> l.number() == number)
              .map(
                  l ->
                      l.yaml().equals(Storable.of(yaml))
                          ? new Put(l, true)
                          : new Put(insert(number + 1, yaml, policy, author, comment), false));
        });
  }

  /** Puts the first revision, unless there is one; the one in force either way. */
  public PolicyRevision putFirst(String yaml, Policy policy, String author) {
    return transactions.write(
        () -> {
          Turn.POLICY.take(jdbc);
          return last().orElseGet(() -> insert(1, yaml, policy, author, null));
        });
  }

  /** What became of a revision that a case says it goes by. */
  public enum Restored {
    /** It was there. */
    THERE,
    /** It was lost, and stands again. */
    RESTORED,
    /** Its number is another policy's by now. */
    TAKEN
  }

  /**
   * Puts a revision back under its number, where it is lost. It is in force again only if nothing
   * was put after it had come into force: what somebody has put since stays in force, as a new
   * revision.
   *
   * @param since a time at which it was in force
   */
  Restored restore(int number, String yaml, Policy policy, Instant since) {
    return transactions.write(
        () -> {
          Turn.POLICY.take(jdbc);
          var known = find(number);
          if (known.isPresent()) {
            return Columns.json(known.get().policy()).equals(Columns.json(policy))
                ? Restored.THERE
                : Restored.TAKEN;
          }
          var last = last();
          insert(number, yaml, policy, "ledger repair", "Restored from the history of a case");
          last.filter(l -> l.number() < number && l.at().isAfter(since))
              .ifPresent(
                  l ->
                      insert(
                          number + 1,
                          l.yaml(),
                          l.policy(),
                          l.author(),
                          "Revision %d, which stays in force".formatted(l.number())));
          return Restored.RESTORED;
        });
  }

  private PolicyRevision insert(
      int number, String yaml, Policy policy, String author, @Nullable String comment) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("number", number);
    row.put("yaml", Storable.of(yaml));
    row.put("policy", Columns.json(policy));
    row.put("author", Storable.of(author));
    row.put("remark", Storable.orNull(comment));
    row.put("at", Columns.utc(clock.instant()));
    jdbc.sql(
            """
            insert into policy_revision (number, yaml, policy, author, remark, put_at)
            values (:number, :yaml, :policy, :author, :remark, :at)\
            """)
        .params(row)
        .update();
    return find(number).orElseThrow();
  }

  private static PolicyRevision revision(ResultSet row) throws SQLException {
    return new PolicyRevision(
        row.getInt("number"),
        row.getString("yaml"),
        Columns.value(row, "policy", Policy.class),
        row.getString("author"),
        row.getString("remark"),
        Columns.instant(row, "put_at"));
  }
}
