package dev.quaestor.starter.api;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import org.jspecify.annotations.Nullable;

/** Query parameters. */
final class Filters {
  private static final int LONGEST = 500;

  private Filters() {}

  /** A word to look for; an empty one lets all pass. */
  static @Nullable String text(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    return Excerpt.head(Storable.of(given.strip()), LONGEST);
  }
}
