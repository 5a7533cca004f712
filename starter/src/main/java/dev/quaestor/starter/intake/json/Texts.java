package dev.quaestor.starter.intake.json;

import dev.quaestor.approval.PlanHash;

/** What becomes of text that strangers wrote. Control characters and markup are data and stay. */
public final class Texts {
  public static final int TITLE = 1000;
  public static final int FREE_TEXT = 8192;

  private static final char REPLACEMENT = '\uFFFD';
  private static final String ELLIPSIS = "…";

  private Texts() {}

  /**
   * Replaces what no store can hold: PostgreSQL's text has no U+0000, and an unpaired surrogate has
   * no UTF-8.
   */
  public static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!storableAt(text, i)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    var clean = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (!storableAt(text, i)) {
        clean.setCharAt(i, REPLACEMENT);
      }
    }
    return clean.toString();
  }

  private static boolean storableAt(String text, int at) {
    var c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c != 0;
  }

  /** Storable, and at most {@code most} characters: what is longer ends in an ellipsis. */
  public static String bounded(String text, int most) {
    return text.length() <= most ? storable(text) : head(text, most - 1) + ELLIPSIS;
  }

  /**
   * The same for text that tells things apart, as a URL or a Message-ID: what is cut is replaced by
   * its hash, so that two long ones stay two. It is cut and not refused, because whoever writes the
   * mail must not be able to keep the alert about it out.
   */
  public static String boundedIdentity(String text, int most) {
    if (text.length() <= most) {
      return storable(text);
    }
    var hash = ELLIPSIS + PlanHash.shortId(text);
    return head(text, most - hash.length()) + hash;
  }

  private static String head(String text, int length) {
    var end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return storable(text.substring(0, end));
  }

  /** A value as a refusal shows it: short, in quotes. */
  public static String quoted(String text) {
    return '"' + bounded(text, 60) + '"';
  }
}
