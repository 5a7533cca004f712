package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b", "\u0085", "\u061c", "\u180e", "\u2028", "\u2066", "\udb40\udc41"})
  void aCellHoldsOnlyWhatCanBeSeen(String unseen) {
    assertThat(Csv.cell("a" + unseen + "b")).isEqualTo("a b");
    assertThat(Csv.cell(unseen + "=1")).isEqualTo("' =1");
  }
}
