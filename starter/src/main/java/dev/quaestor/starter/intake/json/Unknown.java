package dev.quaestor.starter.intake.json;

import dev.quaestor.text.Spelling;
import java.util.List;
import java.util.Locale;

/** What is said of a name that is not known: the nearest that is, and all there are. */
public final class Unknown {
  private Unknown() {}

  /**
   * What follows the name, as in {@code planhash: unknown field; did you mean "planHash"? …}.
   *
   * @param known all there are, in the order in which they are to be read
   */
  public static String field(String name, List<String> known) {
    return said("field", name, known);
  }

  /** The same of a parameter in a query. */
  public static String parameter(String name, List<String> known) {
    return said("parameter", name, known);
  }

  private static String said(String what, String name, List<String> known) {
    if (known.isEmpty()) {
      return "unknown %s; none is expected".formatted(what);
    }
    var nearest = Spelling.nearest(name, known, Unknown::letters);
    return "unknown %s; ".formatted(what)
        + nearest.map("did you mean \"%s\"? Expected: "::formatted).orElse("expected: ")
        + String.join(", ", known);
  }

  /** What people mistake: case, and how words are joined. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }
}
