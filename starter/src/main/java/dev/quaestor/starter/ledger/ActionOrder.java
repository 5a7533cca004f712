package dev.quaestor.starter.ledger;

import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a list of actions is in order of: some expressions over {@code action c}, of which the last
 * is unique, all the same way round, so that what is behind a row is one comparison.
 *
 * @param columns what the expressions are made of
 */
record ActionOrder(List<String> keys, boolean descending, String columns) {
  /** With less time than this, nothing else counts. */
  private static final Duration SOON = Duration.ofHours(4);

  /** What never expires comes last. */
  private static final String EXPIRES =
      "coalesce(c.expires_at, timestamp with time zone '9999-12-31 00:00:00+00')";

  private static final String SOON_EXPIRES =
      "case when c.expires_at < :soon then c.expires_at"
          + " else timestamp with time zone '9999-12-31 00:00:00+00' end";

  /** Outside any case nobody has said how grave it is: neither first nor last. */
  private static final String MILDNESS =
      """
      case c.severity when 'HIGH' then 0 when 'MEDIUM' then 1 when 'LOW' then 2
        when 'INFORMATIONAL' then 3 else 1 end\
      """;

  private static final String PLAIN = "c.expires_at, c.created_at, c.position, c.severity, c.type";

  private static ActionOrder by(String first, boolean descending) {
    return new ActionOrder(
        List.of(first, "c.created_at", "c.position"),
        descending,
        first.contains("target_name") ? PLAIN + ", c.target_name" : PLAIN);
  }

  static ActionOrder of(ActionFilter filter) {
    return switch (sortOf(filter)) {
      case URGENCY, ATTENTION ->
          new ActionOrder(
              List.of(SOON_EXPIRES, MILDNESS, "c.created_at", "c.position"), false, PLAIN);
      case NEWEST -> new ActionOrder(List.of("c.created_at", "c.position"), true, PLAIN);
      case OLDEST -> new ActionOrder(List.of("c.created_at", "c.position"), false, PLAIN);
      case EXPIRES_FIRST -> by(EXPIRES, false);
      case EXPIRES_LAST -> by(EXPIRES, true);
      case GRAVEST -> by(MILDNESS, false);
      case MILDEST -> by(MILDNESS, true);
      case TYPE -> by("c.type", false);
      case TYPE_REVERSED -> by("c.type", true);
      case TARGET -> by("coalesce(c.target_name, '')", false);
      case TARGET_REVERSED -> by("coalesce(c.target_name, '')", true);
    };
  }

  private static Listing.Sort sortOf(ActionFilter filter) {
    return Objects.requireNonNullElse(
        filter.listing().sort(),
        filter.status() == ActionFilter.Status.PENDING
            ? Listing.Sort.URGENCY
            : Listing.Sort.NEWEST);
  }

  /** The same the way that a part is read: from its far end, where it is before another. */
  ActionOrder towards(Listing listing) {
    return listing.isBack() ? new ActionOrder(keys, !descending, columns) : this;
  }

  /** Whether it is another a moment later. */
  static boolean changesWithTime(ActionFilter filter) {
    return sortOf(filter) == Listing.Sort.URGENCY;
  }

  String by() {
    return keys.stream()
        .map(key -> descending ? key + " desc" : key)
        .collect(Collectors.joining(", "));
  }

  /** What comes after the row that {@link #goOnFrom} has read. */
  String behind() {
    return "(%s) %s (%s)"
        .formatted(
            String.join(", ", keys),
            descending ? "<" : ">",
            IntStream.range(0, keys.size())
                .mapToObj(n -> ":after" + n)
                .collect(Collectors.joining(", ")));
  }

  Conditions into(Conditions conditions, Listing listing) {
    return keys.contains(SOON_EXPIRES)
        ? conditions.with(
            "soon",
            Columns.utc(Objects.requireNonNullElseGet(listing.asOf(), Instant::now).plus(SOON)))
        : conditions;
  }

  /** Reads where that row stands; false when there is none. */
  boolean goOnFrom(JdbcClient jdbc, Conditions conditions, Listing.From from, Listing listing) {
    var wanted = into(new Conditions().and("c.action_id = :id"), listing);
    var at =
        wanted
            .with("id", Storable.of(from.id()))
            .in(jdbc, "select " + String.join(", ", keys) + " from action c/*where*/")
            .query((row, n) -> values(row))
            .optional();
    at.ifPresent(
        values -> {
          for (int n = 0; n < values.size(); n++) {
            conditions.with("after" + n, values.get(n));
          }
        });
    return at.isPresent();
  }

  private List<Object> values(ResultSet row) throws SQLException {
    var values = new ArrayList<Object>();
    for (int n = 1; n <= keys.size(); n++) {
      boolean isTime =
          row.getMetaData().getColumnTypeName(n).toLowerCase(Locale.ROOT).startsWith("timestamp");
      values.add(isTime ? row.getObject(n, OffsetDateTime.class) : row.getObject(n));
    }
    return values;
  }
}
