package dev.quaestor.starter.intake.json;

import dev.quaestor.text.Storable;

/** What becomes of text that strangers wrote. Control characters and markup are data and stay. */
public final class Texts {
  public static final int TITLE = 1000;
  public static final int FREE_TEXT = 8192;

  private Texts() {}

  /** A value as a refusal shows it: short, in quotes. */
  public static String quoted(String text) {
    return '"' + Storable.bounded(text, 60) + '"';
  }
}
