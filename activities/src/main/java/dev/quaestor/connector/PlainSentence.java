package dev.quaestor.connector;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;

/** What a device or a script said, made fit for a sentence: one line, and not a long one. */
public final class PlainSentence {
  private static final int MOST = 301; // with the ellipsis

  private PlainSentence() {}

  public static String of(String said) {
    return Excerpt.of(Unseen.replaced(said, " ").replaceAll("\\s+", " ").strip(), MOST);
  }
}
