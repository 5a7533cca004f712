package dev.quaestor.starter.web;

import org.jspecify.annotations.Nullable;

/**
 * What a person is told above what they look at.
 *
 * @param tone a class of the sheet: {@code info}, {@code warn}, {@code bad}, {@code good}
 * @param strong the sentence that counts
 * @param then what follows from it, or what to do
 */
record Notice(String tone, String strong, @Nullable String then) {
  static Notice info(String strong, @Nullable String then) {
    return new Notice("info", strong, then);
  }

  static Notice warn(String strong, @Nullable String then) {
    return new Notice("warn", strong, then);
  }

  static Notice bad(String strong, @Nullable String then) {
    return new Notice("bad", strong, then);
  }

  static Notice good(String strong, @Nullable String then) {
    return new Notice("good", strong, then);
  }

  /** Whether it is read out at once, and not when there is a pause. */
  public boolean alarming() {
    return tone.equals("warn") || tone.equals("bad");
  }
}
