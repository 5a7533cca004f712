package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingDetailsTest {
  @Test
  void aCodeSpanIsOneLineOfWhatCanBeSeenAndIsNotLeft() {
    assertThat(PendingDetails.code("a`b\u2028c\u2066d\u3164e", 50))
        .isEqualTo("`a'b\ufffdc\ufffdd\ufffde`");
    assertThat(PendingDetails.code("a\nb\tc", 50)).isEqualTo("`a b c`");
  }

  @Test
  void aCodeSpanIsNeverCutThroughACharacter() {
    var angry = "\uD83D\uDE20";

    assertThat(PendingDetails.code("abc" + angry + "defg", 5)).isEqualTo("`abc…`");
    assertThat(PendingDetails.code("abc" + angry + "defg", 6)).isEqualTo("`abc" + angry + "…`");
  }
}
