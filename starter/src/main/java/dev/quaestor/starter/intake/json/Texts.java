package dev.quaestor.starter.intake.json;

import dev.quaestor.approval.PlanHash;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;

/** What becomes of text that strangers wrote. Control characters and markup are data and stay. */
public final class Texts {
  public static final int TITLE = 1000;
  public static final int FREE_TEXT = 8192;

  private Texts() {}

  /** Storable, and at most {@code most} characters: what is longer ends in an ellipsis. */
  public static String bounded(String text, int most) {
    return Storable.of(Excerpt.of(text, most));
  }

  /**
   * The same for text that tells things apart, as a URL or a Message-ID: what is cut is replaced by
   * its hash, so that two long ones stay two. It is cut and not refused, because whoever writes the
   * mail must not be able to keep the alert about it out.
   */
  public static String boundedIdentity(String text, int most) {
    if (text.length() <= most) {
      return Storable.of(text);
    }
    var hash = "…" + PlanHash.shortId(text);
    return Storable.of(Excerpt.head(text, most - hash.length())) + hash;
  }

  /** A value as a refusal shows it: short, in quotes. */
  public static String quoted(String text) {
    return '"' + bounded(text, 60) + '"';
  }
}
