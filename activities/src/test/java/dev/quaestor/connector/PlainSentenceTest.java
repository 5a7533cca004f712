package dev.quaestor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainSentenceTest {
  @Test
  void whatADeviceSaysIsOneLineAndNeverHalfACharacter() {
    assertThat(PlainSentence.of(" it\nfailed\u202E ")).isEqualTo("it failed");
    assertThat(PlainSentence.of("a".repeat(299) + "\uD83D\uDE20" + "b"))
        .isEqualTo("a".repeat(299) + "…");
  }
}
