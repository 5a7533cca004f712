package dev.quaestor.mail;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of an address field (RFC 5322 §3.4), read as a mail program shows them rather than
 * as the grammar has them: whoever writes {@code boss@contoso.com <me@evil.example>} without quotes
 * wants the first to be seen and the second to be answered. Works on characters, in one pass.
 */
final class AddressList {
  private static final int MOST = 2000;

  /** Whoever writes longer ones wants the reading to take long. */
  private static final int LONGEST_COMMENT = 500;

  private static final Pattern COMMENT_OR_SPACE = Pattern.compile("\\([^()]*\\)|\\s+");

  private static final int LONGEST_ROUTE = 1000;

  /**
   * In the place of any control character: some programs cut an address there, and some read on, so
   * that one which holds it is none.
   */
  private static final String CONTROL = "\0";

  /** What may stand around a name and is none of it. */
  private static final String OUTER = "',<> ";

  /**
   * Who is named.
   *
   * @param name what is shown, decoded; null when none is
   * @param address lower case; null when what stands there is no address
   */
  record Named(@Nullable String name, @Nullable String address) {}

  private final String text;
  private final List<Named> found = new ArrayList<>();
  private final StringBuilder phrase = new StringBuilder();

  /** What stands outside of quotes in the phrase: an address in quotes is a name. */
  private final StringBuilder bare = new StringBuilder();

  private final int lastSemicolon;
  private int at;
  private boolean quotesClose = true;

  /** Whether the phrase shows anything; known as it grows, because a comma asks at each of many. */
  private boolean shows;

  /** Whether an at sign stands outside of quotes. */
  private boolean addressed;

  private AddressList(String text) {
    this.text = text;
    this.lastSemicolon = text.lastIndexOf(';');
  }

  /** Of an unfolded field's value. */
  static List<Named> of(String value) {
    var named = read(value);
    // All of it in one encoded word: no grammar has that, and programs show it decoded.
    return named.stream().anyMatch(n -> n.address() != null) || value.indexOf("=?") < 0
        ? named
        : read(EncodedWords.decode(value));
  }

  private static List<Named> read(String value) {
    var list = new AddressList(value.replace('\t', ' ').replaceAll("\\p{Cc}", CONTROL));
    list.run();
    return List.copyOf(list.found);
  }

  private void run() {
    while (at < text.length() && found.size() < MOST) {
      var next = text.charAt(at++);
      switch (next) {
        case '"' -> quoted();
        case '(' -> comment();
        case '<' -> angle();
        case ',' -> comma();
        case ';' -> ends();
        case ':' -> colon();
        default -> both(next);
      }
    }
    ends();
  }

  private void quoted() {
    var close = quotesClose ? closing() : -1;
    if (close < 0) {
      quotesClose = false;
      return;
    }
    var word = unescaped(text.substring(at, close));
    at = close + 1;
    if (at < text.length() && text.charAt(at) == '@') {
      // A quoted local part.
      bare.append(word.replaceAll("[\\s<>,;]", ""));
    }
    phrase.append(word);
    shows |= !stripped(word.strip(), OUTER).isEmpty();
  }

  private void both(char next) {
    phrase.append(next);
    bare.append(next);
    shows |= OUTER.indexOf(next) < 0 && !Character.isWhitespace(next);
    addressed |= next == '@';
  }

  /** A comment says nothing, unless it is all that there is of a name. */
  private void comment() {
    int depth = 1;
    var last = Math.min(text.length(), at + LONGEST_COMMENT);
    for (int end = at; end < last; end++) {
      var c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        at = end + 1;
        phrase.append(' ');
        bare.append(' ');
        return;
      }
    }
    both('(');
  }

  private void angle() {
    var end = at;
    while (end < text.length() && "><,;".indexOf(text.charAt(end)) < 0) {
      if (text.charAt(end) == '"') {
        var close = text.indexOf('"', end + 1);
        end = close < 0 ? end : close;
      }
      end++;
    }
    if (end < text.length() && text.charAt(end) == ',' && text.startsWith("@", at)) {
      // A source route: <@a,@b:c@d>.
      var close = text.substring(end, Math.min(text.length(), end + LONGEST_ROUTE)).indexOf('>');
      end += Math.max(close, 0);
    }
    var inside = text.substring(at, end);
    at = end < text.length() && text.charAt(end) == '>' ? end + 1 : end;
    var address = address(inside);
    var name = shown(phrase);
    clear();
    if (address == null && name == null) {
      name = shown(inside);
    }
    if (address != null || name != null) {
      found.add(new Named(name, address));
    }
  }

  /** What is no address goes on behind the comma: {@code PayPal, Inc <a@b>}. */
  private void comma() {
    if (addressed) {
      ends();
    } else if (shows) {
      phrase.append(", ");
      bare.append(' ');
    } else {
      clear();
    }
  }

  /** A group's name ends here; anywhere else it is a letter. */
  private void colon() {
    if (!addressed && shows && lastSemicolon >= at) {
      clear();
    } else {
      both(':');
    }
  }

  private void ends() {
    var words = bare.toString().strip();
    if (words.indexOf('@') >= 0) {
      var name = new StringBuilder();
      for (var word : words.split("\\s+")) {
        var address = address(word);
        if (address == null && word.contains(CONTROL)) {
          found.add(new Named(shown(word), null));
        } else if (address == null) {
          name.append(word).append(' ');
        } else {
          found.add(new Named(shown(name), address));
          name.setLength(0);
        }
      }
    } else if (shown(phrase) != null) {
      found.add(new Named(shown(phrase), null));
    }
    clear();
  }

  private void clear() {
    phrase.setLength(0);
    bare.setLength(0);
    shows = false;
    addressed = false;
  }

  private int closing() {
    for (int end = at; end < text.length(); end++) {
      if (text.charAt(end) == '\\') {
        end++;
      } else if (text.charAt(end) == '"') {
        return end;
      }
    }
    return -1;
  }

  private static String unescaped(String quoted) {
    var plain = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      var c = quoted.charAt(i);
      plain.append(c == '\\' && i + 1 < quoted.length() ? quoted.charAt(++i) : c);
    }
    return plain.toString();
  }

  private static @Nullable String shown(CharSequence phrase) {
    var name = EncodedWords.decode(phrase.toString()).replaceAll("[\\s\\p{Cc}]+", " ");
    var bare = stripped(name, OUTER);
    return bare.isEmpty() ? null : bare;
  }

  /** Without route, comments and space; null when it is none. */
  private static @Nullable String address(String text) {
    var plain = COMMENT_OR_SPACE.matcher(text).replaceAll("");
    if (plain.startsWith("@")) {
      plain = plain.substring(plain.lastIndexOf(':') + 1);
    }
    if (plain.regionMatches(true, 0, "mailto:", 0, 7)) {
      plain = plain.substring(7);
    }
    plain = stripped(plain, "<>[]'.,;:");
    // A literal address in the place of a domain keeps its bracket.
    plain = plain.indexOf("@[") > 0 ? plain + "]" : plain;
    var at = plain.lastIndexOf('@');
    return at < 1 || at == plain.length() - 1 || plain.contains(CONTROL)
        ? null
        : plain.toLowerCase(Locale.ROOT);
  }

  private static String stripped(String text, String outer) {
    int from = 0;
    int to = text.length();
    while (from < to && outer.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && outer.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }
}
