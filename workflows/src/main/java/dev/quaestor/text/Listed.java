package dev.quaestor.text;

import java.util.List;

/** Names in a row, as {@code a}, {@code a and b} and {@code a, b and c}. */
public final class Listed {
  private Listed() {}

  /**
   * @param names at least one
   */
  public static String of(List<String> names) {
    var before = names.subList(0, names.size() - 1);
    return before.isEmpty()
        ? names.getLast()
        : String.join(", ", before) + " and " + names.getLast();
  }
}
