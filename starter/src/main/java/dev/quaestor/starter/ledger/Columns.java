package dev.quaestor.starter.ledger;

import dev.quaestor.text.Storable;
import dev.quaestor.wire.QuaestorJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How values stand in columns: times in UTC to the microsecond, documents as JSON, enums by name.
 */
final class Columns {
  private Columns() {}

  static OffsetDateTime utc(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime utcOrNull(@Nullable Instant at) {
    return at == null ? null : utc(at);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static @Nullable Boolean booleanOrNull(ResultSet row, String column) throws SQLException {
    boolean value = row.getBoolean(column);
    return row.wasNull() ? null : value;
  }

  static String json(Object value) {
    return Storable.of(QuaestorJson.mapper().writeValueAsString(value));
  }

  /** As {@code type} writes it: the declared type decides whether a sealed value is named. */
  static String json(Object value, Class<?> type) {
    return Storable.of(QuaestorJson.mapper().writerFor(type).writeValueAsString(value));
  }

  static <T> T value(ResultSet row, String column, Class<T> type) throws SQLException {
    return QuaestorJson.mapper().readValue(row.getString(column), type);
  }

  static <T> @Nullable T valueOrNull(ResultSet row, String column, Class<T> type)
      throws SQLException {
    @Nullable String json = row.getString(column);
    return json == null ? null : QuaestorJson.mapper().readValue(json, type);
  }

  static <E extends Enum<E>> E name(ResultSet row, String column, Class<E> type)
      throws SQLException {
    return Enum.valueOf(type, row.getString(column));
  }

  static <E extends Enum<E>> @Nullable E nameOrNull(ResultSet row, String column, Class<E> type)
      throws SQLException {
    @Nullable String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
