package dev.quaestor.alert;

/**
 * Why a classification was given. The vendors' pages differ in names; these are the members of
 * Graph's {@code alertDetermination}.
 */
public enum Determination {
  MULTI_STAGED_ATTACK,
  MALICIOUS_USER_ACTIVITY,
  COMPROMISED_ACCOUNT,
  MALWARE,
  PHISHING,
  UNWANTED_SOFTWARE,
  SECURITY_TESTING,
  LINE_OF_BUSINESS_APPLICATION,
  CONFIRMED_ACTIVITY,
  NOT_MALICIOUS,
  NOT_ENOUGH_DATA_TO_VALIDATE,
  OTHER
}
