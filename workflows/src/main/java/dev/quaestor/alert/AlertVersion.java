package dev.quaestor.alert;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of one alert at one time. Vendors tell more of an alert under one id: the same
 * content again is the same word, other content is the next version.
 *
 * @param sender who sent it, by an id that nobody else has; empty when nobody vouches for them. An
 *     alert's id is theirs alone, so that nobody can take it before them
 * @param content the hash of all that it says; empty when it was sent without one, and then its id
 *     alone tells it from others
 * @param number the how manieth it is, from 1, as far as whoever sent it on knows
 * @param apart whether what it names is not with it but in the ledger, as the JSON of the alert of
 *     which {@code content} is the SHA-256
 * @param size of what is apart; null when nothing is
 */
public record AlertVersion(
    String sender, String content, int number, boolean apart, @Nullable AlertSize size) {
  static final AlertVersion UNSTATED = new AlertVersion("", "", 1, false, null);

  public AlertVersion {
    Objects.requireNonNull(sender, "sender is null");
    Objects.requireNonNull(content, "content is null");
    number = Math.max(1, number);
  }

  /** As it is sent whole. */
  public static AlertVersion whole(String sender, String content) {
    return new AlertVersion(sender, content, 1, false, null);
  }

  AlertVersion sentBy(String who) {
    return new AlertVersion(who, content, number, apart, size);
  }

  AlertVersion without(AlertSize left) {
    return new AlertVersion(sender, content, number, true, left);
  }

  public AlertVersion numbered(int later) {
    return new AlertVersion(sender, content, later, apart, size);
  }
}
