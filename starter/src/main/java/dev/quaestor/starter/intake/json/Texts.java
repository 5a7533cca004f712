package dev.quaestor.starter.intake.json;

import dev.quaestor.text.Storable;

/** What becomes of text that strangers wrote. Control characters and markup are data and stay. */
public final class Texts {
  public static final int TITLE = 1000;
  public static final int FREE_TEXT = 8192;

  private Texts() {}

  /** As {@link Storable#bounded} has it. */
  public static String bounded(String text, int most) {
    return Storable.bounded(text, most);
  }

  /** As {@link Storable#boundedIdentity} has it. */
  public static String boundedIdentity(String text, int most) {
    return Storable.boundedIdentity(text, most);
  }

  /** A value as a refusal shows it: short, in quotes. */
  public static String quoted(String text) {
    return '"' + bounded(text, 60) + '"';
  }
}
