package dev.quaestor.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.feed.AlertWord.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both vocabularies in full: what is written reads back, and what pages call otherwise is read. */
class AlertVocabularyTest {

  @ParameterizedTest
  @EnumSource
  void aStatusReadsBack(Status status) {
    assertThat(AlertVocabulary.status(AlertVocabulary.defender(status))).isEqualTo(status);
    assertThat(AlertVocabulary.status(AlertVocabulary.graph(status))).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void aClassificationReadsBack(Classification classification) {
    assertThat(AlertVocabulary.classification(AlertVocabulary.defender(classification)))
        .contains(classification);
    assertThat(AlertVocabulary.classification(AlertVocabulary.graph(classification)))
        .contains(classification);
  }

  @ParameterizedTest
  @EnumSource
  void aDeterminationReadsBack(Determination determination) {
    assertThat(AlertVocabulary.determination(AlertVocabulary.defender(determination)))
        .contains(determination);
    assertThat(AlertVocabulary.determination(AlertVocabulary.graph(determination)))
        .contains(determination);
  }

  @ParameterizedTest
  @CsvSource({
    "MULTI_STAGED_ATTACK, MultiStagedAttack, multiStagedAttack",
    "MALICIOUS_USER_ACTIVITY, MaliciousUserActivity, maliciousUserActivity",
    "COMPROMISED_ACCOUNT, CompromisedUser, compromisedAccount",
    "MALWARE, Malware, malware",
    "PHISHING, Phishing, phishing",
    "UNWANTED_SOFTWARE, UnwantedSoftware, unwantedSoftware",
    "SECURITY_TESTING, SecurityTesting, securityTesting",
    "LINE_OF_BUSINESS_APPLICATION, LineOfBusinessApplication, lineOfBusinessApplication",
    "CONFIRMED_ACTIVITY, ConfirmedActivity, confirmedActivity",
    "NOT_MALICIOUS, NotMalicious, notMalicious",
    "NOT_ENOUGH_DATA_TO_VALIDATE, InsufficientData, notEnoughDataToValidate",
    "OTHER, Other, other"
  })
  void determinationsAreWrittenInTheVendorsWords(
      Determination determination, String defender, String graph) {
    assertThat(AlertVocabulary.defender(determination)).isEqualTo(defender);
    assertThat(AlertVocabulary.graph(determination)).isEqualTo(graph);
  }

  @ParameterizedTest
  @CsvSource({
    "Clean, NOT_MALICIOUS",
    "ConfirmedUserActivity, CONFIRMED_ACTIVITY",
    "compromisedUser, COMPROMISED_ACCOUNT",
    "insufficientData, NOT_ENOUGH_DATA_TO_VALIDATE",
    "SecurityPersonnel, SECURITY_TESTING",
    "apt, MULTI_STAGED_ATTACK"
  })
  void wordsOfOtherPagesAreRead(String word, Determination determination) {
    assertThat(AlertVocabulary.determination(word)).contains(determination);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "Unknown", "unknownFutureValue"})
  void nothingSaidIsNoWord(String word) {
    assertThat(AlertVocabulary.isSaid(word)).isFalse();
    assertThat(AlertVocabulary.classification(word)).isEmpty();
  }

  @Test
  void aWordThatNobodyKnowsIsSomebodysWordAllTheSame() {
    assertThat(AlertVocabulary.isSaid("benignPositive")).isTrue();
    assertThat(AlertVocabulary.classification("benignPositive")).isEmpty();
    assertThat(AlertVocabulary.isSaid(null)).isFalse();
  }
}
