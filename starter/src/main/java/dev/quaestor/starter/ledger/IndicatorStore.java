package dev.quaestor.starter.ledger;

import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Entity;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The organisation's allow and block indicators. One value has one indicator. */
public final class IndicatorStore {
  /** As many as Defender takes for a tenant. */
  public static final int MOST = 15_000;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public IndicatorStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /** What became of a wish. */
  public sealed interface Put {
    /** It stands now; {@code created} tells a new one from a changed one. */
    record Stands(Indicator indicator, boolean created) implements Put {}

    /** The same value is listed with the other effect: one must go first. */
    record Contradicts(Indicator standing) implements Put {}

    /** It is of somebody who may act where this one may not. */
    record NotYours(Indicator standing) implements Put {}

    /** There are {@link #MOST} already. */
    record Full() implements Put {}
  }

  /**
   * Lists a value, or changes what is listed of it.
   *
   * @throws IllegalArgumentException when the value is none of its type
   */
  public Put put(Indicator.Wish wish, Author by) {
    var value = canonical(wish);
    return transactions.write(
        () -> {
          var standing = byHash(value.hash());
          if (standing.isEmpty()) {
            return count() >= MOST ? new Put.Full() : new Put.Stands(insert(wish, value, by), true);
          }
          if (!isExpired(standing.get()) && !by.remit().covers(standing.get().remit())) {
            return new Put.NotYours(standing.get());
          }
          return standing.get().effect() == wish.effect() || isExpired(standing.get())
              ? new Put.Stands(update(standing.get().indicatorId(), wish, by), false)
              : new Put.Contradicts(standing.get());
        });
  }

  /** Changes one, its effect included; its value stays. Empty when there is none of that id. */
  public Optional<Indicator> replace(String indicatorId, Indicator.Wish wish, Author by) {
    return transactions.write(
        () -> byId(indicatorId).map(standing -> update(standing.indicatorId(), wish, by)));
  }

  private static IndicatorType.Value canonical(Indicator.Wish wish) {
    return new IndicatorType.Value(
        wish.type(),
        wish.type()
            .canonical(wish.value())
            .orElseThrow(() -> new IllegalArgumentException("it is not a valid " + wish.type())));
  }

  private boolean isExpired(Indicator indicator) {
    var until = indicator.expiresAt();
    return until != null && !until.isAfter(clock.instant());
  }

  private long count() {
    return jdbc.sql("select count(*) from indicator").query(Long.class).single();
  }

  private Indicator insert(Indicator.Wish wish, IndicatorType.Value value, Author by) {
    var id = "ind-" + UUID.randomUUID();
    var row = columns(id, wish, by);
    row.put("type", wish.type().name());
    row.put("hash", value.hash());
    row.put("value", Storable.of(value.canonical()));
    row.put("search", StoredText.searchable(value.canonical(), wish.title(), wish.description()));
    jdbc.sql(
            """
            insert into indicator (indicator_id, type, value_hash, indicator_value, effect,
              device_groups, title, description, created_by, created_at, changed_by, changed_at,
              expires_at, search_text, remit)
            values (:id, :type, :hash, :value, :effect, :groups, :title, :description, :by, :at,
              :by, :at, :expires, :search, :remit)""")
        .params(row)
        .update();
    return byId(id).orElseThrow();
  }

  private Indicator update(String id, Indicator.Wish wish, Author by) {
    jdbc.sql(
            """
            update indicator set effect = :effect, device_groups = :groups, title = :title,
              description = :description, changed_by = :by, changed_at = :at, expires_at = :expires,
              remit = :remit
            where indicator_id = :id""")
        .params(columns(id, wish, by))
        .update();
    return byId(id).orElseThrow();
  }

  private Map<String, @Nullable Object> columns(String id, Indicator.Wish wish, Author by) {
    var row = new HashMap<String, @Nullable Object>();
    row.put("id", id);
    row.put("effect", wish.effect().name());
    row.put("groups", Columns.json(wish.deviceGroups()));
    row.put("title", Storable.of(wish.title()));
    row.put("description", Storable.orNull(wish.description()));
    row.put("by", Storable.of(by.name()));
    row.put("remit", Columns.json(by.remit()));
    row.put("at", Columns.utc(clock.instant()));
    row.put("expires", Columns.utcOrNull(wish.expiresAt()));
    return row;
  }

  /** One; empty when there is none of that id. */
  public Optional<Indicator> find(String indicatorId) {
    return transactions.alone(() -> byId(indicatorId));
  }

  /**
   * Newest first.
   *
   * @param effect null for both
   * @param type null for all
   * @param q words of the value, title or description; null for any
   */
  public Page<Indicator> list(
      IndicatorMatch.@Nullable Effect effect,
      @Nullable IndicatorType type,
      @Nullable String q,
      int page,
      int size) {
    int part = Page.boundedPage(page);
    int most = Page.boundedSize(size);
    var conditions = new Conditions().equal("effect", effect).equal("type", type);
    if (q != null && !q.isBlank()) {
      conditions
          .and("search_text like :q escape '!'")
          .with("q", StoredText.containing(StoredText.searchable(q.strip())));
    }
    return transactions.read(
        () ->
            new Page<>(
                conditions
                    .in(
                        jdbc,
                        "select * from indicator/*where*/ order by created_at desc, indicator_id"
                            + " limit :size offset :offset")
                    .param("size", most)
                    .param("offset", (long) part * most)
                    .query((row, n) -> indicator(row))
                    .list(),
                conditions
                    .in(jdbc, "select count(*) from indicator/*where*/")
                    .query(Long.class)
                    .single(),
                part,
                most));
  }

  /** Takes one off the list, at once. Empty when there is none of that id. */
  public Optional<Indicator> remove(String indicatorId) {
    return transactions.write(
        () -> {
          var standing = byId(indicatorId);
          jdbc.sql("delete from indicator where indicator_id = ?")
              .param(Storable.of(indicatorId))
              .update();
          return standing;
        });
  }

  /** The time by which one has expired or not. */
  Instant now() {
    return clock.instant();
  }

  /** Those that count now and speak of these things. */
  List<IndicatorMatch> matches(List<Entity> entities) {
    var wanted = new LinkedHashMap<String, List<Entity>>();
    for (var entity : entities) {
      for (var value : IndicatorType.valuesOf(entity)) {
        wanted.computeIfAbsent(value.hash(), h -> new ArrayList<>()).add(entity);
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    var found =
        jdbc.sql(
                """
                select * from indicator where value_hash in (:hashes)
                  and (expires_at is null or expires_at > :now)""")
            .param("hashes", List.copyOf(wanted.keySet()))
            .param("now", Columns.utc(clock.instant()))
            .query((row, n) -> Map.entry(row.getString("value_hash"), indicator(row)))
            .list();
    return found.stream()
        .flatMap(
            f ->
                wanted.getOrDefault(f.getKey(), List.of()).stream()
                    .map(Entity::key)
                    .distinct()
                    .map(key -> match(f.getValue(), key)))
        .toList();
  }

  private static IndicatorMatch match(Indicator indicator, dev.quaestor.entity.EntityKey key) {
    return new IndicatorMatch(
        key,
        indicator.indicatorId(),
        indicator.effect(),
        indicator.deviceGroups(),
        indicator.title(),
        indicator.remit().kept(),
        indicator.type().isOfSender() ? indicator.value() : null,
        new Person("", indicator.changedBy()));
  }

  private Optional<Indicator> byHash(String hash) {
    return jdbc.sql("select * from indicator where value_hash = ?")
        .param(hash)
        .query((row, n) -> indicator(row))
        .optional();
  }

  private Optional<Indicator> byId(String indicatorId) {
    return jdbc.sql("select * from indicator where indicator_id = ?")
        .param(Storable.of(indicatorId))
        .query((row, n) -> indicator(row))
        .optional();
  }

  private static Indicator indicator(ResultSet row) throws SQLException {
    return new Indicator(
        row.getString("indicator_id"),
        Columns.name(row, "type", IndicatorType.class),
        row.getString("indicator_value"),
        Columns.name(row, "effect", IndicatorMatch.Effect.class),
        List.of(Columns.value(row, "device_groups", String[].class)),
        row.getString("title"),
        row.getString("description"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"),
        row.getString("changed_by"),
        Columns.instant(row, "changed_at"),
        Columns.instantOrNull(row, "expires_at"),
        Columns.value(row, "remit", Remit.class));
  }
}
