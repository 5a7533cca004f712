package dev.quaestor.authority;

import java.util.Objects;

/**
 * Who stands behind a message.
 *
 * @param id what never changes and is nobody else's: a token's id, or issuer and subject; ownership
 *     is by this
 * @param name what people read
 * @param remit where they may act; of a sensor, and of whoever may hand in a sensor's word,
 *     everywhere
 */
public record Author(String id, String name, Remit remit) {
  public Author {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(remit, "remit is null");
  }

  /** Whether a starter vouches for them. */
  public boolean known() {
    return !id.isEmpty();
  }

  /** Nobody vouches for them; the name is what they say it is. */
  public static Author unknown(String claimed) {
    return new Author("", claimed, Remit.NOWHERE);
  }
}
