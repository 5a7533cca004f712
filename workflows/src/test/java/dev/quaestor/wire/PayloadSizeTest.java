package dev.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSizeTest {
  /** For the name of each text. */
  private static final int NAME = 40;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain   | 5
          a"b     | 4
          a\\b    | 4
          über    | 6
          日本     | 6
          """)
  void aTextWeighsWhatItTakesWhenItIsWritten(String text, int weight) {
    assertThat(PayloadSize.of(text)).isEqualTo(NAME + weight);
    assertThat(PayloadSize.of(List.of("\n"))).isEqualTo(NAME + 6);
  }

  @Test
  void onlyTextsWeigh() {
    assertThat(PayloadSize.of(List.of(1, 2.5, true, List.of(), Map.of()))).isZero();
    assertThat(PayloadSize.of(Map.of("a name that is long", 7))).isZero();
    assertThat(PayloadSize.of(new byte[1000])).isZero();
  }

  @Test
  void whatIsInsideCountsHoweverDeepItLies() {
    var inside = Map.of("one", "abc", "others", List.of("de", Map.of("last", "f")));
    assertThat(PayloadSize.of(inside)).isEqualTo(3 * NAME + 6);
    assertThat(PayloadSize.of(List.of(inside, inside))).isEqualTo(2 * (3 * NAME + 6));
  }

  @Test
  void aPrefixHasOneAtLeastAndNoMoreThanFits() {
    var all = List.of("a".repeat(60), "b".repeat(60), "c".repeat(60));
    assertThat(PayloadSize.prefix(all, 1)).isEqualTo(all.subList(0, 1));
    assertThat(PayloadSize.prefix(all, 200)).isEqualTo(all.subList(0, 2));
    assertThat(PayloadSize.prefix(all, 300)).isEqualTo(all);
  }
}
