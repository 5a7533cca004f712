package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void anUnknownWordIsQuotedWithoutHalfACharacter() {
    assertThat(Vocabulary.quoted("a".repeat(58) + "\uD83D\uDE20" + "bc"))
        .isEqualTo('"' + "a".repeat(58) + "…\"");
  }
}
