package dev.quaestor.lab.hunting;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of cells and literals by the language's rules. A null cell behaves as the empty
 * string.
 */
final class Values {

  private Values() {}

  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  static int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Instant a && right instanceof Instant b) {
      return a.compareTo(b);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    }
    return text(left).compareTo(text(right));
  }

  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Instant a && right instanceof String text) {
      return a.equals(instant(text));
    }
    return compare(left, right) == 0;
  }

  static boolean equalIgnoreCase(@Nullable Object left, @Nullable Object right) {
    return text(left).equalsIgnoreCase(text(right));
  }

  static boolean contains(@Nullable Object left, @Nullable Object right) {
    return lower(left).contains(lower(right));
  }

  static boolean startsWith(@Nullable Object left, @Nullable Object right) {
    return lower(left).startsWith(lower(right));
  }

  static boolean endsWith(@Nullable Object left, @Nullable Object right) {
    return lower(left).endsWith(lower(right));
  }

  /** Whether the text holds the term with nothing alphanumeric on either side. */
  static boolean has(@Nullable Object left, @Nullable Object right) {
    String text = lower(left);
    String term = lower(right);
    for (int at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      int end = at + term.length();
      boolean startsTerm = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean endsTerm = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (startsTerm && endsTerm) {
        return true;
      }
    }
    return false;
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
    } catch (DateTimeParseException malformed) {
      throw new QueryException("A datetime literal is not valid");
    }
  }

  private static String lower(@Nullable Object value) {
    return text(value).toLowerCase(Locale.ROOT);
  }
}
