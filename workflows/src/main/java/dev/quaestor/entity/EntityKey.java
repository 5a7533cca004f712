package dev.quaestor.entity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The canonical name of a thing: {@code kind:part:part}. Two entities with one key are one thing,
 * and two things never have one: each kind says which of its parts the vendor or the operating
 * system tells apart by case, and a colon inside a part is escaped. It is a name and not a secret,
 * and may carry a mail address: never put it in an id or a search attribute.
 */
public record EntityKey(String value) implements Comparable<EntityKey> {
  private static final String ABSENT = "-";

  @JsonCreator
  public EntityKey {
    if (value.isBlank()) {
      throw new IllegalArgumentException("entity key is blank");
    }
  }

  @JsonValue
  public String value() {
    return value;
  }

  /**
   * Of parts that are canonical already. Other parts, or another number of them, make another key.
   *
   * @param parts null for what is not known, which is not the same as empty
   */
  public static EntityKey of(String kind, @Nullable String... parts) {
    var key = new StringBuilder(kind);
    for (var part : parts) {
      key.append(':').append(part == null ? ABSENT : escaped(part));
    }
    return new EntityKey(key.toString());
  }

  /** Of a kind with one part, which stands as it is: nothing could be taken for a second. */
  static EntityKey whole(String kind, String part) {
    return new EntityKey(kind + ":" + part);
  }

  /** The same thing on whatever device: of all that is on one, the device is the first part. */
  public EntityKey onAnyDevice() {
    var parts = value.split(":", 3);
    return new EntityKey(parts.length < 3 ? value : parts[0] + ":" + ABSENT + ":" + parts[2]);
  }

  private static String escaped(String part) {
    return part.equals(ABSENT) ? "%2D" : part.replace("%", "%25").replace(":", "%3A");
  }

  @Override
  public int compareTo(EntityKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
