package dev.quaestor.policy;

import java.util.List;
import java.util.Locale;

/**
 * Patterns with {@code *} for any text; case does not matter. No regular expressions: a policy must
 * not be able to hang.
 */
final class Wildcard {
  private Wildcard() {}

  static boolean matchesAny(List<String> patterns, String text) {
    return patterns.stream().anyMatch(p -> matches(p, text));
  }

  static boolean matches(String pattern, String text) {
    var p = pattern.toLowerCase(Locale.ROOT);
    var t = text.toLowerCase(Locale.ROOT);
    int pi = 0;
    int ti = 0;
    int star = -1;
    int mark = 0;
    while (ti < t.length()) {
      if (pi < p.length() && p.charAt(pi) == '*') {
        star = pi++;
        mark = ti;
      } else if (pi < p.length() && p.charAt(pi) == t.charAt(ti)) {
        pi++;
        ti++;
      } else if (star >= 0) {
        pi = star + 1;
        ti = ++mark;
      } else {
        return false;
      }
    }
    while (pi < p.length() && p.charAt(pi) == '*') {
      pi++;
    }
    return pi == p.length();
  }
}
