package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiTextsTest {
  private static final String ANGRY = "\uD83D\uDE20";

  @Test
  void aCallersWordIsShownWithoutHalfACharacter() {
    assertThat(ApiTexts.shown("a".repeat(199) + ANGRY + "b")).isEqualTo("a".repeat(199) + "…");
  }

  @Test
  void aWordToLookForIsCutBetweenCharacters() {
    assertThat(Filters.text("a".repeat(499) + ANGRY)).isEqualTo("a".repeat(499));
  }
}
