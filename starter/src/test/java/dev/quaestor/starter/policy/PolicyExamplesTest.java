package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.policy.Policy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples beside a policy, and that the shipped ones hold. */
class PolicyExamplesTest {
  private static Policy policy(String yaml) {
    return ((PolicyReading.Read) PolicyFile.read(yaml)).policy();
  }

  private static List<PolicyExample> examples(String yaml) {
    var reading = PolicyExamples.read(yaml);
    assertThat(reading).as("%s", reading).isInstanceOf(PolicyExamples.Reading.Read.class);
    return ((PolicyExamples.Reading.Read) reading).examples();
  }

  static Stream<PolicyExample> shipped() {
    return examples(PolicyFile.defaultExamples()).stream();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theShippedExamplesHoldForBothShippedPolicies(PolicyExample example) {
    for (var text : List.of(PolicyFile.defaultText(), PolicyOverridesTest.STANDALONE)) {
      var result = example.run(policy(text));
      assertThat(result.passed()).as("%s", result).isTrue();
    }
  }

  private static final String ONE =
      """
      examples:
        - name: one
          devices: [{name: pc, tags: [Workstations]}]
          evidence:
            - {kind: FILE, verdict: MALICIOUS, path: /tmp/a}
          expect:
            - {action: STOP_AND_QUARANTINE_FILE, gate: APPROVAL}
            - {action: RUN_ANTIVIRUS_SCAN, gate: AUTOMATIC, on: pc}
            - {action: ISOLATE_DEVICE, gate: APPROVAL}
      """;

  @Test
  void aDifferenceIsSaidFromBothSides() {
    var result = examples(ONE).getFirst().run(policy(PolicyFile.defaultText()));
    assertThat(result.passed()).isFalse();
    assertThat(result.example().line()).isEqualTo(2);
    assertThat(result.missing())
        .containsExactly("STOP_AND_QUARANTINE_FILE APPROVAL", "ISOLATE_DEVICE APPROVAL");
    assertThat(result.unexpected())
        .singleElement()
        .asString()
        .contains("STOP_AND_QUARANTINE_FILE AUTOMATIC on /tmp/a", "malicious-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "examples: [{name: a, evidence: [], expect: [], more: 1}]",
        "examples: [{name: a, evidence: []}]",
        "examples: [{evidence: [], expect: []}]",
        "examples: [{name: a, expect: [], evidence: [{kind: FILE, verdict: MALICIOUS}]}]",
        "examples: [{name: a, expect: [], evidence: [{kind: FLY, verdict: MALICIOUS}]}]",
        "examples: [{name: a, expect: [], evidence: [{kind: URL, verdict: MALICIOUS}]}]",
        "examples: [{name: a, expect: [], evidence: [{kind: URL, verdict: BAD, value: x}]}]",
        "examples: [{name: a, expect: [], evidence: [{kind: FILE, path: x, device: no, verdict:"
            + " UNKNOWN}]}]",
        "examples: [{name: a, evidence: [], expect: [{action: FLY, gate: NEVER}]}]",
        "examples: [{name: a, evidence: [], expect: [{action: DELETE_FILE}]}]",
        "examples: 1",
        "nothing: here",
        ""
      })
  void whatIsWrongIsRefusedWithItsLine(String yaml) {
    assertThat(PolicyExamples.read(yaml))
        .isInstanceOfSatisfying(
            PolicyExamples.Reading.Refused.class,
            r -> assertThat(r.problems()).isNotEmpty().allMatch(p -> p.line() == 1));
  }
}
