package dev.quaestor.entity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The canonical name of a thing: {@code kind:part:part}, lower case. Two entities with one key are
 * one thing. It is a name and not a secret, and may carry a mail address: never put it in an id or
 * a search attribute.
 */
public record EntityKey(String value) implements Comparable<EntityKey> {
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

  static EntityKey of(String kind, @Nullable String... parts) {
    var key = new StringBuilder(kind);
    for (var part : parts) {
      key.append(':').append(part == null ? "-" : part.strip().toLowerCase(Locale.ROOT));
    }
    return new EntityKey(key.toString());
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
