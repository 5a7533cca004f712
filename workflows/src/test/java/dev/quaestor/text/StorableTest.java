package dev.quaestor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTest {
  @Test
  void onlyWhatNoStoreCanHoldIsReplaced() {
    assertThat(Storable.of("a\u0000b\uD83Dc\uDE20")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    assertThat(Storable.of("\u0007\u202E<b>\uD83D\uDE20")).isEqualTo("\u0007\u202E<b>\uD83D\uDE20");
    assertThat(Storable.orNull(null)).isNull();
  }
}
