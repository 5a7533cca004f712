package dev.quaestor.starter.api;

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
    var clean = ApiTexts.storable(given.strip());
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
  }
}
