package dev.quaestor.starter.web;

import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.policy.PolicyDiff;
import dev.quaestor.starter.policy.TextDiff;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a revision of the policy and a text.
 *
 * @param changes in what they say; null for a text that is no policy
 * @param lines in how they are written
 */
record Diff(String label, @Nullable List<Change> changes, List<Line> lines) {

  /** A line with its sign, and the class that the sheet has for it. */
  record Line(String style, String text) {
    static Line of(String line) {
      return new Line(
          switch (line.charAt(0)) {
            case '+' -> "add";
            case '-' -> "del";
            case '@' -> "at";
            default -> "";
          },
          line);
    }
  }

  /** One difference in what they say. */
  record Change(String kind, String path, @Nullable String from, @Nullable String to) {
    static Change of(PolicyDiff.Change change) {
      var kind = change.kind().name().toLowerCase(Locale.ROOT);
      return new Change(
          Character.toUpperCase(kind.charAt(0)) + kind.substring(1),
          change.path(),
          change.from(),
          change.to());
    }
  }

  static Diff between(PolicyRevision from, PolicyRevision to) {
    return new Diff(
        "Differences between revision %d and revision %d".formatted(from.number(), to.number()),
        PolicyDiff.between(from.policy(), to.policy()).stream().map(Change::of).toList(),
        lines(from.yaml(), to.yaml()));
  }

  /** With a text that says nothing, because it is no policy. */
  static Diff of(PolicyRevision from, String text) {
    return new Diff(label(from), null, lines(from.yaml(), text));
  }

  static Diff between(PolicyRevision from, String text, List<PolicyDiff.Change> changes) {
    return new Diff(
        label(from), changes.stream().map(Change::of).toList(), lines(from.yaml(), text));
  }

  private static String label(PolicyRevision from) {
    return "Differences between revision %d and your draft".formatted(from.number());
  }

  public boolean none() {
    return lines.isEmpty();
  }

  /** Without the two lines that name the texts. */
  private static List<Line> lines(String from, String to) {
    return TextDiff.unified("", "", from, to).lines().skip(2).map(Line::of).toList();
  }
}
