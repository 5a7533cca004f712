package dev.quaestor.starter.intake.json;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The closed words of the formats and what they mean here. {@code unknownFutureValue} is what Graph
 * sends for a member that the caller's version does not have.
 */
public final class Words {
  /** An empty answer is "nobody said"; {@code AlertDraft} decides what that counts for. */
  public static final Map<String, Optional<Severity>> SEVERITIES =
      Map.of(
          "informational", Optional.of(Severity.INFORMATIONAL),
          "low", Optional.of(Severity.LOW),
          "medium", Optional.of(Severity.MEDIUM),
          "high", Optional.of(Severity.HIGH),
          "unknown", Optional.empty(),
          "unSpecified", Optional.empty(),
          "unknownFutureValue", Optional.empty());

  public static final Map<String, Severity> OWN_SEVERITIES =
      Map.of(
          "INFORMATIONAL", Severity.INFORMATIONAL,
          "LOW", Severity.LOW,
          "MEDIUM", Severity.MEDIUM,
          "HIGH", Severity.HIGH);

  public static final Map<String, Verdict> VERDICTS =
      Map.of(
          "malicious", Verdict.MALICIOUS,
          "suspicious", Verdict.SUSPICIOUS,
          "noThreatsFound", Verdict.NO_THREATS_FOUND,
          "clean", Verdict.NO_THREATS_FOUND,
          "unknown", Verdict.UNKNOWN,
          "unknownFutureValue", Verdict.UNKNOWN);

  public static final Map<String, Verdict> OWN_VERDICTS =
      Map.of(
          "MALICIOUS", Verdict.MALICIOUS,
          "SUSPICIOUS", Verdict.SUSPICIOUS,
          "NO_THREATS_FOUND", Verdict.NO_THREATS_FOUND,
          "UNKNOWN", Verdict.UNKNOWN);

  private Words() {}

  /** A judgement that this version does not know is none that it could act on. */
  public static @Nullable Verdict verdict(Fields item) {
    var word = item.text("verdict", Fields.ID);
    if (word == null) {
      return null;
    }
    return VERDICTS.entrySet().stream()
        .filter(v -> v.getKey().equalsIgnoreCase(word.strip()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Verdict.UNKNOWN);
  }

  /** Roles grow with the vendor's releases and decide nothing, so a new one is Unknown. */
  public static List<Role> roles(List<String> words) {
    return words.stream().map(Words::role).distinct().toList();
  }

  private static Role role(String word) {
    var plain = word.replace("_", "").toUpperCase(Locale.ROOT);
    for (var role : Role.values()) {
      if (role.name().replace("_", "").equals(plain)) {
        return role;
      }
    }
    return Role.UNKNOWN;
  }
}
