package dev.quaestor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnseenTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x1b, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x180f, 0x200b,
        0x200e, 0x200f, 0x2028, 0x2029, 0x202e, 0x2060, 0x2061, 0x2065, 0x2066, 0x2069, 0x206a,
        0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0xfff9, 0x1bca0, 0x1d173, 0x13430, 0xe0001, 0xe0061,
        0xe0100, 0xe0fff
      })
  void whatNobodySeesIsTakenOutWholeAndReplacedOnce(int point) {
    var text = "p" + Character.toString(point) + "w";
    assertThat(Unseen.removed(text)).isEqualTo("pw");
    assertThat(Unseen.replaced(text, " ")).isEqualTo("p w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "b\u00fccher", "\u4f8b\u3048", "\ud83d\udea8", "a b\u00a0c"})
  void whatIsSeenStays(String text) {
    assertThat(Unseen.removed(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2066", "\u3164", "\ufe0f"})
  void aNameOfAPersonHoldsNoneOfThem(String unseen) {
    assertThat(PersonName.flaw("Ann" + unseen + "a")).isPresent();
  }
}
