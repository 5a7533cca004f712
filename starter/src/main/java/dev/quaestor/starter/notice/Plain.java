package dev.quaestor.starter.notice;

import com.google.re2j.Pattern;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;

/**
 * Text of others made harmless where programs read along: it stays on one line, and no mail or chat
 * client makes a link, a mention or a format of it. People still read the same.
 */
final class Plain {
  /** Longer than anybody reads in a notice; the page has all of it. */
  static final int LONGEST = 500;

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern HTTP = Pattern.compile("(?i)h(tt|xx)p(s?)://");
  private static final char NOTHING_SEEN = '\u200B';

  private Plain() {}

  /** One line without anything unseen; addresses can be read and not followed. */
  static String line(String text) {
    return line(text, LONGEST);
  }

  static String line(String text, int most) {
    var oneLine = SPACES.matcher(Unseen.replaced(text, " ")).replaceAll(" ").strip();
    return defanged(Excerpt.of(oneLine, most));
  }

  /** {@code hxxps://evil[.]example/a}. Clients make links of bare names too, so all are broken. */
  private static String defanged(String text) {
    // Nothing unseen is left in it, so the mark is ours alone.
    var schemes = HTTP.matcher(text).replaceAll("hxxp$2\0//");
    var others = schemes.replace("://", "[:]//").replace("\0//", "://");
    var broken = new StringBuilder(others.length() + 8);
    for (int i = 0; i < others.length(); i++) {
      char c = others.charAt(i);
      if (isDot(c) && isWithinName(others, i)) {
        broken.append('[').append(c).append(']');
      } else {
        broken.append(c);
      }
    }
    return broken.toString();
  }

  /** Full stops that resolvers take for one: ideographic, fullwidth and halfwidth as well. */
  private static boolean isDot(char c) {
    return c == '.' || c == '\u3002' || c == '\uff0e' || c == '\uff61';
  }

  /** Not so between two digits: a version or a share of something is no name. */
  private static boolean isWithinName(String text, int at) {
    if (at == 0 || at == text.length() - 1) {
      return false;
    }
    int before = text.codePointBefore(at);
    int after = text.codePointAt(at + 1);
    return Character.isLetterOrDigit(before)
        && Character.isLetterOrDigit(after)
        && !(Character.isDigit(before) && Character.isDigit(after));
  }

  /**
   * As Slack reads text, and those who read it as Markdown: nothing is a mention, a format or a
   * link. What is put in is not seen.
   */
  static String chat(String line) {
    var safe = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '@', '*', '_', '~', '`', '[', ']', '#', '|', '!' ->
            safe.append(NOTHING_SEEN).append(c).append(NOTHING_SEEN);
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  static String html(String line) {
    return line.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
