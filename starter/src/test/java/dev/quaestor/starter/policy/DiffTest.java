package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What differs between two policies, in what they say and in how they are written. */
class DiffTest {
  private static Policy policy(String yaml) {
    return ((PolicyReading.Read) PolicyFile.read(yaml)).policy();
  }

  private static final String ONE =
      """
      name: x
      deviceGroups:
        - {name: A, level: FULL, tags: [a]}
        - {name: B, level: SEMI_ALL, tags: [b]}
      rules:
        - {id: file, evidence: [FILE], verdicts: [MALICIOUS], actions: [DELETE_FILE]}
        - {id: url, evidence: [URL], verdicts: [MALICIOUS], actions: [BLOCK_URL]}
      """;

  private static final String OTHER =
      """
      name: x
      deviceGroups:
        - {name: B, level: SEMI_ALL, tags: [b, c]}
        - {name: A, level: FULL, tags: [a]}
      rules:
        - id: file
          evidence: [FILE]
          verdicts: [MALICIOUS]
          actions: [DELETE_FILE]
          gate: APPROVAL
        - {id: user, evidence: [USER], verdicts: [MALICIOUS], actions: [DISABLE_USER]}
      automaticMail: {upToMessages: 10}
      limits: {maxDepth: 2}
      """;

  @Test
  void partsAreAddedRemovedChangedAndMoved() {
    assertThat(PolicyDiff.between(policy(ONE), policy(OTHER)))
        .extracting(c -> c.kind() + " " + c.path())
        .containsExactlyInAnyOrder(
            "CHANGED deviceGroups[B].tags",
            "MOVED deviceGroups",
            "CHANGED rules[file].gate",
            "REMOVED rules[url]",
            "ADDED rules[user]",
            "CHANGED limits.maxDepth",
            "ADDED automaticMail");
    assertThat(PolicyDiff.between(policy(ONE), policy(OTHER)))
        .filteredOn(c -> c.path().equals("rules[file].gate"))
        .containsExactly(
            new PolicyDiff.Change(
                PolicyDiff.Kind.CHANGED, "rules[file].gate", "AUTOMATIC", "APPROVAL"));
  }

  @Test
  void commentsAndTheOrderOfRulesSayNothing() {
    assertThat(PolicyDiff.between(policy(ONE), policy("# words\n" + ONE))).isEmpty();
  }

  @Test
  void theTextDiffHasContextAndRanges() {
    assertThat(
            TextDiff.unified("a", "b", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\n7\n8\n"))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8
            """);
    assertThat(TextDiff.unified("a", "b", "same\n", "same\n")).isEmpty();
    assertThat(TextDiff.unified("a", "b", "", "new\n"))
        .isEqualTo("--- a\n+++ b\n@@ -0,0 +1 @@\n+new\n");
  }

  /** Applies a diff that shows every line: what is not removed, and what is added. */
  private static String side(String diff, char not) {
    var lines = new ArrayList<String>();
    diff.lines()
        .skip(2)
        .filter(l -> !l.startsWith("@@"))
        .filter(l -> l.charAt(0) != not)
        .forEach(l -> lines.add(l.substring(1)));
    return String.join("\n", lines);
  }

  @Test
  void anyTwoTextsAreFoundAgainInTheirDiff() {
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      var from = text(random);
      var to = text(random);
      if (from.equals(to)) {
        continue;
      }
      // Context of three shows every line of texts this short with changes this dense, or a part.
      var diff = TextDiff.unified("a", "b", from, to);
      assertThat(from).contains(side(diff, '+').lines().findFirst().orElse(""));
      var removed = diff.lines().skip(2).filter(l -> l.startsWith("-")).count();
      var added = diff.lines().skip(2).filter(l -> l.startsWith("+")).count();
      assertThat(from.lines().count() - removed).isEqualTo(to.lines().count() - added);
    }
  }

  private static String text(Random random) {
    var lines = new ArrayList<String>();
    for (int n = random.nextInt(12); n > 0; n--) {
      lines.add(List.of("a", "b", "c").get(random.nextInt(3)));
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  @Test
  void textsThatHaveNothingInCommonAreReplacedWhole() {
    var from = "x\n".repeat(20_000);
    var to = "y\n".repeat(20_000);
    var diff = TextDiff.unified("a", "b", from, to);
    assertThat(diff.lines().count()).isEqualTo(40_003);
  }
}
