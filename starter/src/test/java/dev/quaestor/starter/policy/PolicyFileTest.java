package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
  private static final String SMALL =
      """
      name: small
      rules:
        - id: file
          evidence: [FILE]
          verdicts: [MALICIOUS]
          actions: [RUN_ANTIVIRUS_SCAN]
          gate: APPROVAL
      """;

  private static Policy policy(String yaml) {
    var reading = PolicyFile.read(yaml);
    assertThat(reading).as("%s", reading).isInstanceOf(PolicyReading.Read.class);
    return ((PolicyReading.Read) reading).policy();
  }

  private static List<PolicyProblem> problems(String yaml) {
    var reading = PolicyFile.read(yaml);
    assertThat(reading).as("%s", reading).isInstanceOf(PolicyReading.Refused.class);
    var problems = ((PolicyReading.Refused) reading).problems();
    assertThat(problems).isNotEmpty();
    return problems;
  }

  private static PolicyProblem problem(String yaml) {
    assertThat(problems(yaml)).hasSize(1);
    return problems(yaml).getFirst();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var policy = policy(SMALL);
    assertThat(policy.defaultLevel()).isEqualTo(AutomationLevel.FULL);
    assertThat(policy.approvals().expireAfter()).isEqualTo(Duration.ofDays(7));
    assertThat(policy.approvals().unsigned()).isEqualTo(Policy.Unsigned.REFUSE);
    assertThat(policy.limits().giveUpAfter()).isEqualTo(Duration.ofDays(3));
    assertThat(policy.rules().getFirst().gate()).isEqualTo(Gate.APPROVAL);
  }

  @Test
  void anErrorInLineSevenIsNamedWithItsLine() {
    var problem = problem(SMALL.replace("gate: APPROVAL", "gate: APROVAL"));
    assertThat(problem.line()).isEqualTo(7);
    assertThat(problem.column()).isEqualTo(11);
    assertThat(problem.path()).isEqualTo("rules[0].gate");
    assertThat(problem.message())
        .contains("\"APROVAL\"", "did you mean APPROVAL?", "AUTOMATIC, APPROVAL, NEVER");
    assertThat(problem).hasToString("line 7, column 11, rules[0].gate: " + problem.message());
  }

  @Test
  void anUnknownKeyIsNamedWithWhatItCouldBe() {
    var problem = problem(SMALL.replace("    evidence", "    evidense: x\n    evidence"));
    assertThat(problem.line()).isEqualTo(4);
    assertThat(problem.message()).contains("did you mean evidence?");
  }

  @Test
  void aKeyThatIsThereTwiceIsNamedWhereItRepeats() {
    var problem = problem(SMALL + "name: again\n");
    assertThat(problem.line()).isEqualTo(8);
    assertThat(problem.message()).isEqualTo("appears twice");
  }

  @Test
  void everyErrorIsNamedAtOnceInTheOrderOfLines() {
    var yaml =
        """
        name: [x]
        defaultLevel: full
        deviceGroups:
          - name: A
            level: SEMI_ALL
          - level: NONE
            tags: tag
          - {name: B, level: FULL, tags: [t]}
          - {name: B, level: FULL, tags: [t]}
        rules:
          - id: r
            evidence: [FILE]
            verdicts: [UNKNOWN]
            actions: [ISOLATE_DEVICE]
          - id: s
            evidence: [FILE, FILE]
            verdicts: [MALICIOUS]
            actions: [RELEASE_DEVICE]
        approvals: {expireAfter: soon}
        guardrails: {maxAutomaticActions: -1}
        limits: {maxDepth: 1.5, searchBack: 0d}
        """;
    assertThat(problems(yaml))
        .extracting(p -> p.line() + " " + p.path())
        .containsExactly(
            "1 name",
            "2 defaultLevel",
            "4 deviceGroups[0]",
            "6 deviceGroups[1].name",
            "7 deviceGroups[1].tags",
            "9 deviceGroups[3].name",
            "11 rules[0]",
            "16 rules[1].evidence[1]",
            "18 rules[1].actions[0]",
            "19 approvals.expireAfter",
            "20 guardrails.maxAutomaticActions",
            "21 limits.maxDepth",
            "21 limits.searchBack");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(problems("defaultLevel: FULL"))
        .extracting(PolicyProblem::path)
        .containsExactlyInAnyOrder("name", "rules");
    assertThat(problems(""))
        .extracting(PolicyProblem::message)
        .containsExactly("the file is empty");
    assertThat(problem("# only words\n")).isNotNull();
    assertThat(problem("- a\n- b\n").message()).startsWith("must be a mapping");
  }

  @Test
  void spansOfTimeAreWrittenInSeveralWays() {
    for (var time : new String[] {"7d", "1w", "168h", "P7D", "6d24h", "10080m"}) {
      assertThat(policy(SMALL + "approvals: {expireAfter: " + time + "}").approvals().expireAfter())
          .as(time)
          .isEqualTo(Duration.ofDays(7));
    }
    for (var time : new String[] {"7", "d", "-7d", "P-7D", "9999999999999999d", "''", "999999w"}) {
      assertThat(problems(SMALL + "approvals: {expireAfter: " + time + "}").getFirst().line())
          .as(time)
          .isEqualTo(8);
    }
  }

  @Test
  void unreadableYamlIsNamedWithItsLine() {
    assertThat(problem("name: x\nrules:\n  - id: [a\n").line()).isGreaterThanOrEqualTo(3);
    assertThat(problem("name: x\n\tbad: y\n").line()).isEqualTo(2);
    assertThat(problem("name: x\nrules: \u0001\n").line()).isEqualTo(2);
    assertThat(problem("name: x\n---\nname: y\n").line()).isEqualTo(2);
  }

  @Test
  void bombsAreRefusedQuickly() {
    assertThat(problem("a: &a [x]\nb: *a\n").message()).contains("aliases");
    assertThat(problem("[".repeat(100_000)).message()).contains("deeper");
    assertThat(problem("x".repeat(2_000_000)).message()).contains("longer");
    assertThat(problem("{a: ".repeat(100_000)).message()).contains("deeper");
  }

  @Test
  void foreignTagsAreNoText() {
    assertThat(problems("name: !!java.net.URL x\nrules: []").getFirst().path()).isEqualTo("name");
    assertThat(problems("name: ${HOME}\nrules: !!set {a}\n"))
        .extracting(PolicyProblem::path)
        .containsExactly("name", "rules");
  }

  @Test
  void noFlippedOrCutFileThrows() {
    var text = PolicyFile.defaultText();
    var random = new Random(99);
    for (int i = 0; i < 400; i++) {
      var broken = new StringBuilder(text);
      for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
        broken.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 0x300));
      }
      broken.setLength(random.nextInt(text.length()));
      switch (PolicyFile.read(broken.toString())) {
        case PolicyReading.Read read -> assertThat(read.policy().name()).isNotBlank();
        case PolicyReading.Refused refused ->
            assertThat(refused.problems())
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.line()).isPositive());
      }
    }
  }
}
