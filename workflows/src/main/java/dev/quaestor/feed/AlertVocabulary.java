package dev.quaestor.feed;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.feed.AlertWord.Status;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's words for how an alert stands. Its two interfaces and their pages differ in letter
 * case and in some determinations; all of them are read.
 */
public final class AlertVocabulary {
  private AlertVocabulary() {}

  public static Status status(@Nullable String word) {
    return switch (plain(word)) {
      case "resolved" -> Status.RESOLVED;
      case "inprogress" -> Status.IN_PROGRESS;
      default -> Status.NEW;
    };
  }

  /** Whether it says anything at all: a word that nobody knows is somebody's word as well. */
  public static boolean isSaid(@Nullable String word) {
    return switch (plain(word)) {
      case "", "unknown", "notavailable", "notset", "unknownfuturevalue" -> false;
      default -> true;
    };
  }

  public static Optional<Classification> classification(@Nullable String word) {
    return switch (plain(word)) {
      case "truepositive" -> Optional.of(Classification.TRUE_POSITIVE);
      case "informationalexpectedactivity" ->
          Optional.of(Classification.INFORMATIONAL_EXPECTED_ACTIVITY);
      case "falsepositive" -> Optional.of(Classification.FALSE_POSITIVE);
      default -> Optional.empty();
    };
  }

  public static Optional<Determination> determination(@Nullable String word) {
    return switch (plain(word)) {
      case "multistagedattack", "apt" -> Optional.of(Determination.MULTI_STAGED_ATTACK);
      case "malicioususeractivity" -> Optional.of(Determination.MALICIOUS_USER_ACTIVITY);
      case "compromiseduser", "compromisedaccount" ->
          Optional.of(Determination.COMPROMISED_ACCOUNT);
      case "malware" -> Optional.of(Determination.MALWARE);
      case "phishing" -> Optional.of(Determination.PHISHING);
      case "unwantedsoftware" -> Optional.of(Determination.UNWANTED_SOFTWARE);
      case "securitytesting", "securitypersonnel" -> Optional.of(Determination.SECURITY_TESTING);
      case "lineofbusinessapplication" -> Optional.of(Determination.LINE_OF_BUSINESS_APPLICATION);
      case "confirmedactivity", "confirmeduseractivity" ->
          Optional.of(Determination.CONFIRMED_ACTIVITY);
      case "notmalicious", "clean" -> Optional.of(Determination.NOT_MALICIOUS);
      case "notenoughdatatovalidate", "insufficientdata" ->
          Optional.of(Determination.NOT_ENOUGH_DATA_TO_VALIDATE);
      case "other" -> Optional.of(Determination.OTHER);
      default -> Optional.empty();
    };
  }

  /** As Defender for Endpoint takes it. */
  public static String defender(Status status) {
    return switch (status) {
      case NEW -> "New";
      case IN_PROGRESS -> "InProgress";
      case RESOLVED -> "Resolved";
    };
  }

  /** As Defender for Endpoint takes it. */
  public static String defender(Classification classification) {
    return switch (classification) {
      case TRUE_POSITIVE -> "TruePositive";
      case INFORMATIONAL_EXPECTED_ACTIVITY -> "InformationalExpectedActivity";
      case FALSE_POSITIVE -> "FalsePositive";
    };
  }

  /** As Defender for Endpoint takes it. */
  public static String defender(Determination determination) {
    return switch (determination) {
      case MULTI_STAGED_ATTACK -> "MultiStagedAttack";
      case MALICIOUS_USER_ACTIVITY -> "MaliciousUserActivity";
      case COMPROMISED_ACCOUNT -> "CompromisedUser";
      case MALWARE -> "Malware";
      case PHISHING -> "Phishing";
      case UNWANTED_SOFTWARE -> "UnwantedSoftware";
      case SECURITY_TESTING -> "SecurityTesting";
      case LINE_OF_BUSINESS_APPLICATION -> "LineOfBusinessApplication";
      case CONFIRMED_ACTIVITY -> "ConfirmedActivity";
      case NOT_MALICIOUS -> "NotMalicious";
      case NOT_ENOUGH_DATA_TO_VALIDATE -> "InsufficientData";
      case OTHER -> "Other";
    };
  }

  /** As Graph's metadata has it. */
  public static String graph(Status status) {
    return switch (status) {
      case NEW -> "new";
      case IN_PROGRESS -> "inProgress";
      case RESOLVED -> "resolved";
    };
  }

  /** As Graph's metadata has it. */
  public static String graph(Classification classification) {
    return switch (classification) {
      case TRUE_POSITIVE -> "truePositive";
      case INFORMATIONAL_EXPECTED_ACTIVITY -> "informationalExpectedActivity";
      case FALSE_POSITIVE -> "falsePositive";
    };
  }

  /** As Graph's metadata has it. */
  public static String graph(Determination determination) {
    return switch (determination) {
      case MULTI_STAGED_ATTACK -> "multiStagedAttack";
      case MALICIOUS_USER_ACTIVITY -> "maliciousUserActivity";
      case COMPROMISED_ACCOUNT -> "compromisedAccount";
      case MALWARE -> "malware";
      case PHISHING -> "phishing";
      case UNWANTED_SOFTWARE -> "unwantedSoftware";
      case SECURITY_TESTING -> "securityTesting";
      case LINE_OF_BUSINESS_APPLICATION -> "lineOfBusinessApplication";
      case CONFIRMED_ACTIVITY -> "confirmedActivity";
      case NOT_MALICIOUS -> "notMalicious";
      case NOT_ENOUGH_DATA_TO_VALIDATE -> "notEnoughDataToValidate";
      case OTHER -> "other";
    };
  }

  private static String plain(@Nullable String word) {
    return word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
  }
}
