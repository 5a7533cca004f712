package dev.quaestor.analyzer.mail;

import com.google.re2j.Pattern;
import dev.quaestor.text.Excerpt;
import java.util.Locale;
import java.util.Optional;

/**
 * An address, taken apart without asking whether it is valid.
 *
 * @param domain lower case; empty when there is none
 */
record MailAddress(String local, String domain) {
  private static final Pattern BEFORE = Pattern.compile(".*<");
  private static final Pattern BEHIND = Pattern.compile("[>\\s\"';,].*");

  private static final Pattern IN_TEXT =
      Pattern.compile(
          "([\\p{L}\\p{N}._%+-]{1,64})@((?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}[\\p{L}]{2,24})");

  /** The last address in the text, without what brackets it. */
  static MailAddress of(String text) {
    var cut = Excerpt.tail(text, 1000);
    var at = cut.lastIndexOf('@');
    if (at < 0) {
      return new MailAddress(cut, "");
    }
    if (cut.chars().skip(at).anyMatch(Character::isISOControl)) {
      // Some programs cut there and some read on: it is nobody's.
      return new MailAddress(cut, "");
    }
    return new MailAddress(
        BEFORE.matcher(cut.substring(0, at)).replaceAll(""),
        BEHIND.matcher(cut.substring(at + 1)).replaceAll("").toLowerCase(Locale.ROOT));
  }

  /** The first address that a reader would see in a text. */
  static Optional<MailAddress> shownIn(String text) {
    var matcher = IN_TEXT.matcher(text);
    return matcher.find()
        ? Optional.of(new MailAddress(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }
}
