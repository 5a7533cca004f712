package dev.quaestor.evidence;

import static dev.quaestor.evidence.Finding.blind;
import static dev.quaestor.evidence.Finding.clears;
import static dev.quaestor.evidence.Finding.convicts;
import static dev.quaestor.evidence.Finding.inconclusive;
import static dev.quaestor.evidence.Finding.nothing;
import static dev.quaestor.evidence.Finding.weighs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How findings become a verdict. */
class VerdictRulesTest {
  private static final Finding ALLOW = clears("indicators", "ALLOWED", "It is allowed.");
  private static final Finding BLOCK = convicts("indicators", "BLOCKED", "It is blocked.");
  private static final Finding DOWN = blind("vendor", "DOWN", "It could not be asked.");
  private static final Finding UNHEARD = inconclusive("vendor", "NEW", "Nobody knows it.");
  private static final Finding FINE = nothing("vendor", "FINE", "It is fine.");

  private static Finding weight(int weight) {
    return weighs("vendor", "W" + weight, weight, "It weighs " + weight + ".");
  }

  static Stream<Arguments> findingsAndTheirVerdict() {
    return Stream.of(
        row("an allow beats a block", Verdict.NO_THREATS_FOUND, BLOCK, ALLOW, weight(100)),
        row("an allow clears what could not be asked", Verdict.NO_THREATS_FOUND, ALLOW, DOWN),
        row("a block beats exoneration", Verdict.MALICIOUS, BLOCK, weight(-100)),
        row("a full weight is malicious", Verdict.MALICIOUS, weight(100)),
        row("one below is suspicious", Verdict.SUSPICIOUS, weight(99)),
        row("the threshold itself is suspicious", Verdict.SUSPICIOUS, weight(40)),
        row("one below it is unknown", Verdict.UNKNOWN, weight(39)),
        row("the least weight is never clean", Verdict.UNKNOWN, FINE, weight(1)),
        row("weights add up", Verdict.MALICIOUS, weight(60), weight(40)),
        row("exoneration is subtracted", Verdict.UNKNOWN, weight(60), weight(-30)),
        row("what is outweighed is clean", Verdict.NO_THREATS_FOUND, weight(30), weight(-30)),
        row("what was seen counts though another was blind", Verdict.SUSPICIOUS, weight(50), DOWN),
        row("blind is never clean", Verdict.UNKNOWN, FINE, DOWN),
        row("a small weight and a blind eye is unknown", Verdict.UNKNOWN, weight(10), DOWN),
        row("exonerated but blind is unknown", Verdict.UNKNOWN, weight(-100), DOWN),
        row("nobody knows it is never clean", Verdict.UNKNOWN, FINE, UNHEARD),
        row("nobody looked is never clean", Verdict.UNKNOWN),
        row("looked and found nothing is clean", Verdict.NO_THREATS_FOUND, FINE));
  }

  private static Arguments row(String because, Verdict verdict, Finding... findings) {
    return Arguments.of(because, List.of(findings), verdict);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findingsAndTheirVerdict(String because, List<Finding> findings, Verdict verdict) {
    assertThat(VerdictRules.conclude(findings)).isEqualTo(verdict);
    assertThat(VerdictRules.conclude(findings.reversed())).isEqualTo(verdict);
  }

  @Test
  void aWeightBeyondTheScaleIsRefused() {
    assertThatThrownBy(() -> weight(101)).hasMessageContaining("-100..100");
    assertThatThrownBy(() -> weight(-101)).hasMessageContaining("-100..100");
  }
}
