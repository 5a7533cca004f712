package dev.quaestor.alert;

import java.util.Set;

/** What an alert or verdict turned out to be; Defender's and Graph's classification. */
public enum Classification {
  TRUE_POSITIVE,
  INFORMATIONAL_EXPECTED_ACTIVITY,
  FALSE_POSITIVE;

  /** Which reasons may be given for it. */
  public Set<Determination> determinations() {
    return switch (this) {
      case TRUE_POSITIVE ->
          Set.of(
              Determination.MULTI_STAGED_ATTACK,
              Determination.MALICIOUS_USER_ACTIVITY,
              Determination.COMPROMISED_ACCOUNT,
              Determination.MALWARE,
              Determination.PHISHING,
              Determination.UNWANTED_SOFTWARE,
              Determination.OTHER);
      case INFORMATIONAL_EXPECTED_ACTIVITY ->
          Set.of(
              Determination.SECURITY_TESTING,
              Determination.LINE_OF_BUSINESS_APPLICATION,
              Determination.CONFIRMED_ACTIVITY,
              Determination.OTHER);
      case FALSE_POSITIVE ->
          Set.of(
              Determination.NOT_MALICIOUS,
              Determination.NOT_ENOUGH_DATA_TO_VALIDATE,
              Determination.OTHER);
    };
  }

  /** Whether what was done because of it should not have been done. */
  public boolean exonerates() {
    return this != TRUE_POSITIVE;
  }
}
