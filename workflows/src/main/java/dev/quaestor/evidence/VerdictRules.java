package dev.quaestor.evidence;

import java.util.List;

/**
 * How findings become a verdict, first rule that applies:
 *
 * <ol>
 *   <li>an allow indicator clears: No threats found;
 *   <li>a block indicator convicts: Malicious;
 *   <li>the weights add up: from {@value #MALICIOUS_FROM} Malicious, from {@value #SUSPICIOUS_FROM}
 *       Suspicious;
 *   <li>somebody could not look, nobody knows it, nobody looked, or more speaks against it than for
 *       it: Unknown;
 *   <li>otherwise: No threats found.
 * </ol>
 *
 * Incriminating weights count even when another source was blind: what was seen was seen.
 */
public final class VerdictRules {
  public static final int MALICIOUS_FROM = 100;
  public static final int SUSPICIOUS_FROM = 40;

  private VerdictRules() {}

  public static Verdict conclude(List<Finding> findings) {
    if (has(findings, Finding.Effect.CLEARS)) {
      return Verdict.NO_THREATS_FOUND;
    }
    if (has(findings, Finding.Effect.CONVICTS)) {
      return Verdict.MALICIOUS;
    }
    var sum = findings.stream().mapToInt(Finding::weight).sum();
    if (sum >= MALICIOUS_FROM) {
      return Verdict.MALICIOUS;
    }
    if (sum >= SUSPICIOUS_FROM) {
      return Verdict.SUSPICIOUS;
    }
    return findings.isEmpty()
            || sum > 0
            || has(findings, Finding.Effect.BLIND)
            || has(findings, Finding.Effect.INCONCLUSIVE)
        ? Verdict.UNKNOWN
        : Verdict.NO_THREATS_FOUND;
  }

  private static boolean has(List<Finding> findings, Finding.Effect effect) {
    return findings.stream().anyMatch(f -> f.effect() == effect);
  }
}
