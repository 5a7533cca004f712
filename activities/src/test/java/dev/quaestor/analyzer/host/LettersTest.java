package dev.quaestor.analyzer.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.file.FileNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LettersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0001", "\u00ad", "\u061c", "\u180e", "\u200b", "\u2066", "\u3164", "\ufe0f"})
  void nothingUnseenHidesAWordOrAnExtension(String unseen) {
    assertThat(Letters.latin("your p" + unseen + "assword")).isEqualTo("your password");
    assertThat(FileNames.nature("invoice.e" + unseen + "xe"))
        .isEqualTo(FileNames.nature("invoice.exe"));
  }

  @Test
  void linesStayApart() {
    assertThat(Letters.latin("one\ntwo\u2028three\tfour")).isEqualTo("one two three four");
  }
}
