package dev.quaestor.authority;

import java.util.Locale;

/**
 * Whom something is ascribed to, for when it is asked whether two are one.
 *
 * @param id as {@link Author#id}; empty for whoever nobody vouches for
 */
public record Person(String id, String name) {

  /**
   * Whether these may be one: under one id, or under one name, because somebody may hold several
   * tokens. Of two that nobody vouches for it cannot be told, and so they are.
   */
  public boolean mayBe(Person other) {
    return id.equals(other.id) || folded(name).equals(folded(other.name));
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
