package dev.quaestor.starter.ledger;

import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People who sign in. */
public final class PersonStore {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public PersonStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /**
   * Adds a local person, unless a name that is in use stands against it.
   *
   * @param against asked of every other person's name
   * @param passwordHash null for one who has none yet
   * @return empty when one stood against it, and nobody was added
   */
  public Optional<Person> addLocal(
      Predicate<String> against,
      String name,
      @Nullable String passwordHash,
      Set<String> roles,
      Scope scope,
      String createdBy) {
    var personId = "usr-" + UUID.randomUUID();
    return transactions.write(
        () -> {
          Turn.NAMES.take(jdbc);
          if (names().stream().anyMatch(against)) {
            return Optional.<Person>empty();
          }
          insert(
              personId,
              "user:" + personId,
              name,
              true,
              passwordHash,
              roles,
              scope,
              createdBy,
              null);
          return byId(personId);
        });
  }

  /**
   * Somebody for whom a provider vouches, with what it says of them now.
   *
   * @param against asked of every other person's name
   * @return empty when one stood against it, and nothing was written
   */
  public Optional<Person> confirm(
      String callerId, String name, Set<String> roles, Scope scope, Predicate<String> against) {
    return transactions.write(
        () -> {
          Turn.NAMES.take(jdbc);
          var known = byCallerId(callerId);
          var others =
              jdbc.sql("select name from person where caller_id <> ?")
                  .param(Storable.of(callerId))
                  .query(String.class)
                  .list();
          if (others.stream().anyMatch(against)) {
            return Optional.<Person>empty();
          }
          if (known.isEmpty()) {
            insert(
                "usr-" + UUID.randomUUID(),
                callerId,
                name,
                false,
                null,
                roles,
                scope,
                "provider",
                clock.instant());
          } else {
            jdbc.sql(
                    """
                    update person set name = ?, roles = ?, scope = ?, confirmed_at = ?
                    where caller_id = ?""")
                .params(
                    Arrays.asList(
                        Storable.of(name),
                        Columns.json(new TreeSet<>(roles)),
                        storedOrNull(scope),
                        Columns.utc(clock.instant()),
                        Storable.of(callerId)))
                .update();
          }
          return byCallerId(callerId);
        });
  }

  private void insert(
      String personId,
      String callerId,
      String name,
      boolean local,
      @Nullable String passwordHash,
      Set<String> roles,
      Scope scope,
      String createdBy,
      @Nullable Instant confirmedAt) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", personId);
    row.put("caller", Storable.of(callerId));
    row.put("name", Storable.of(name));
    row.put("local", local);
    row.put("hash", passwordHash);
    row.put("change", local);
    row.put("roles", Columns.json(new TreeSet<>(roles)));
    row.put("scope", storedOrNull(scope));
    row.put("confirmed", Columns.utcOrNull(confirmedAt));
    row.put("by", Storable.of(createdBy));
    row.put("at", Columns.utc(clock.instant()));
    jdbc.sql(
            """
            insert into person (person_id, caller_id, name, local, password_hash, must_change,
              roles, scope, epoch, failures, confirmed_at, created_by, created_at)
            values (:id, :caller, :name, :local, :hash, :change, :roles, :scope, 0, 0, :confirmed,
              :by, :at)""")
        .params(row)
        .update();
  }

  /** All, those who are disabled too, by name. */
  public List<Person> list() {
    return transactions.read(
        () ->
            jdbc.sql("select * from person order by name, person_id")
                .query((row, n) -> person(row))
                .list());
  }

  public boolean isEmpty() {
    return transactions.alone(
        () ->
            jdbc.sql("select count(*) from person where local = true").query(Integer.class).single()
                == 0);
  }

  private List<String> names() {
    return jdbc.sql("select name from person").query(String.class).list();
  }

  public Optional<Person> find(String personId) {
    return transactions.alone(() -> byId(Storable.of(personId)));
  }

  public Optional<Person> findByCallerId(String callerId) {
    return transactions.alone(() -> byCallerId(callerId));
  }

  /** A local person by the name that they sign in with, in any case. */
  public Optional<Person> findLocal(String name) {
    return transactions.alone(
        () ->
            jdbc.sql("select * from person where local = true and lower(name) = lower(?)")
                .param(Storable.of(name))
                .query((row, n) -> person(row))
                .optional());
  }

  /** What an administrator says of somebody; their sessions are over. */
  public Optional<Person> grant(String personId, Set<String> roles, Scope scope) {
    return change(
        personId,
        "update person set roles = ?, scope = ?, epoch = epoch + 1 where person_id = ?",
        Columns.json(new TreeSet<>(roles)),
        storedOrNull(scope),
        personId);
  }

  /** Shuts somebody out, at once, or lets them in again. */
  public Optional<Person> disable(String personId, boolean disabled) {
    return change(
        personId,
        "update person set disabled_at = ?, epoch = epoch + 1 where person_id = ?",
        disabled ? Columns.utc(clock.instant()) : null,
        personId);
  }

  /**
   * Another password; every session is over, and nothing is locked.
   *
   * @param mustChange whether it is only good for choosing another
   */
  public Optional<Person> setPassword(String personId, String passwordHash, boolean mustChange) {
    return change(
        personId,
        """
        update person set password_hash = ?, must_change = ?, epoch = epoch + 1, failures = 0,
          locked_until = null where person_id = ? and local = true""",
        passwordHash,
        mustChange,
        personId);
  }

  /** They must choose a password before anything else; nothing is locked. */
  public Optional<Person> mustChoose(String personId) {
    return change(
        personId,
        """
        update person set must_change = true, failures = 0, locked_until = null
        where person_id = ? and local = true""",
        personId);
  }

  /**
   * Another name, unless one that is in use stands against it.
   *
   * @return empty when one stood against it
   */
  public Optional<Person> rename(String personId, String name, Predicate<String> against) {
    return transactions.write(
        () -> {
          Turn.NAMES.take(jdbc);
          var others =
              jdbc.sql("select name from person where person_id <> ?")
                  .param(personId)
                  .query(String.class)
                  .list();
          if (others.stream().anyMatch(against)) {
            return Optional.<Person>empty();
          }
          jdbc.sql("update person set name = ? where person_id = ?")
              .params(Storable.of(name), personId)
              .update();
          return byId(personId);
        });
  }

  /**
   * Counts a wrong password.
   *
   * @return how many there were since the last right one
   */
  public int failed(String personId) {
    return transactions.write(
        () -> {
          jdbc.sql("update person set failures = failures + 1 where person_id = ?")
              .param(personId)
              .update();
          return byId(personId).map(Person::failures).orElse(0);
        });
  }

  /** No password is looked at until then. */
  public void lock(String personId, Instant until) {
    change(
        personId,
        "update person set locked_until = ? where person_id = ?",
        Columns.utc(until),
        personId);
  }

  /** The password was right. */
  public void succeeded(String personId) {
    change(
        personId,
        "update person set failures = 0, locked_until = null where person_id = ?",
        personId);
  }

  private Optional<Person> change(String personId, String sql, @Nullable Object... values) {
    return transactions.write(
        () -> {
          jdbc.sql(sql).params(Arrays.asList(values)).update();
          return byId(personId);
        });
  }

  private Optional<Person> byId(String personId) {
    return jdbc.sql("select * from person where person_id = ?")
        .param(personId)
        .query((row, n) -> person(row))
        .optional();
  }

  private Optional<Person> byCallerId(String callerId) {
    return jdbc.sql("select * from person where caller_id = ?")
        .param(Storable.of(callerId))
        .query((row, n) -> person(row))
        .optional();
  }

  static @Nullable String storedOrNull(Scope scope) {
    return scope.isAll() ? null : Columns.json(Scope.Stored.of(scope));
  }

  static Scope scope(ResultSet row) throws SQLException {
    var stored = Columns.valueOrNull(row, "scope", Scope.Stored.class);
    return stored == null ? Scope.ALL : stored.scope();
  }

  static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getString("person_id"),
        row.getString("caller_id"),
        row.getString("name"),
        row.getBoolean("local"),
        row.getString("password_hash"),
        row.getBoolean("must_change"),
        Set.of(Columns.value(row, "roles", String[].class)),
        scope(row),
        row.getInt("epoch"),
        row.getInt("failures"),
        Columns.instantOrNull(row, "locked_until"),
        Columns.instantOrNull(row, "disabled_at"),
        Columns.instantOrNull(row, "confirmed_at"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
