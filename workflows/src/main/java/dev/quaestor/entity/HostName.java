package dev.quaestor.entity;

import dev.quaestor.text.Unseen;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The name of a host on the Internet, in its one spelling: lower case, and as the DNS writes what
 * is not ASCII (RFC 3492). Java's own {@code IDN} reads files and takes {@code ß} for {@code ss},
 * which has been another host since IDNA 2008.
 */
final class HostName {
  /** As long as the DNS allows; what is longer names no host. */
  private static final int LONGEST = 255;

  private static final String SYNTAX = "/?#@:\\[]%";

  private HostName() {}

  static String canonical(String host) {
    var mapped = mapped(host);
    return isAscii(mapped) || host.length() > LONGEST
        ? mapped
        : Arrays.stream(mapped.split("\\.", -1))
            .map(label -> isAscii(label) ? label : "xn--" + punycode(label))
            .collect(Collectors.joining("."));
  }

  /**
   * The same before it is written in ASCII: what cannot be seen is dropped, and forms of one letter
   * are one (UTS #46). The dot at its end, which says that nothing may be added, is left out.
   */
  static String mapped(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      var inner = host.substring(1, host.length() - 1);
      return "[" + IpLiteral.of(inner).map(IpLiteral::canonical).orElse(inner) + "]";
    }
    var plain =
        isAscii(host) || host.length() > LONGEST ? LetterCase.folded(host) : mappedLetters(host);
    return plain.length() > 1 && plain.endsWith(".")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  private static String mappedLetters(String host) {
    var seen =
        host.codePoints()
            .filter(c -> !Unseen.isIgnorable(c) || isJoiner(c))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    // Lower case again: a compatibility form may stand for an upper-case letter.
    var plain = lower(Normalizer.normalize(lower(seen), Normalizer.Form.NFKC));
    var mapped = plain.replace('\u3002', '.');
    // A letter that stands for what ends a host makes it none; it must not end it here either.
    return SYNTAX.chars().anyMatch(c -> mapped.indexOf(c) >= 0 && host.indexOf(c) < 0)
        ? LetterCase.folded(host)
        : mapped;
  }

  private static String lower(String text) {
    return text.codePoints()
        .mapToObj(c -> Character.toString(c).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** They change words of some scripts, and IDNA 2008 lets them stand. */
  private static boolean isJoiner(int point) {
    return point == 0x200c || point == 0x200d;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** RFC 3492, section 6.3, with the names of its variables. */
  private static String punycode(String label) {
    var points = label.codePoints().toArray();
    var output = new StringBuilder();
    Arrays.stream(points).filter(c -> c < 0x80).forEach(output::appendCodePoint);
    var basic = output.length();
    if (basic > 0) {
      output.append('-');
    }
    var n = 0x80;
    var delta = 0;
    var bias = 72;
    for (int handled = basic; handled < points.length; n++, delta++) {
      var next = n;
      var m = Arrays.stream(points).filter(c -> c >= next).min().orElseThrow();
      delta += (m - n) * (handled + 1);
      n = m;
      for (var c : points) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          number(output, delta, bias);
          bias = adapted(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
    }
    return output.toString();
  }

  private static void number(StringBuilder output, int delta, int bias) {
    var q = delta;
    for (int k = 36; ; k += 36) {
      var t = Math.clamp(k - bias, 1, 26);
      if (q < t) {
        output.append(digit(q));
        return;
      }
      output.append(digit(t + (q - t) % (36 - t)));
      q = (q - t) / (36 - t);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapted(int delta, int points, boolean first) {
    var rest = first ? delta / 700 : delta / 2;
    rest += rest / points;
    var k = 0;
    while (rest > 455) {
      rest /= 35;
      k += 36;
    }
    return k + 36 * rest / (rest + 38);
  }
}
