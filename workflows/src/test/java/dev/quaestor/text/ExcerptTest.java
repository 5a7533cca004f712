package dev.quaestor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final String ANGRY = "\uD83D\uDE20";

  @Test
  void whatFitsIsLeftAlone() {
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.head("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.tail("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.of("a" + ANGRY, 3)).isEqualTo("a" + ANGRY);
  }

  @Test
  void whatIsTooLongEndsInAnEllipsisThatCounts() {
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("ab…");
    assertThat(Excerpt.of("abcd", 1)).isEqualTo("…");
  }

  @Test
  void aPairOnTheBorderIsLeftOutWhole() {
    assertThat(Excerpt.of("a" + ANGRY + "bc", 3)).isEqualTo("a…");
    assertThat(Excerpt.of("a" + ANGRY + "bc", 4)).isEqualTo("a" + ANGRY + "…");
    assertThat(Excerpt.head("a" + ANGRY + "b", 2)).isEqualTo("a");
    assertThat(Excerpt.head("a" + ANGRY + "b", 3)).isEqualTo("a" + ANGRY);
    assertThat(Excerpt.tail("a" + ANGRY + "b", 2)).isEqualTo("b");
    assertThat(Excerpt.tail("a" + ANGRY + "b", 3)).isEqualTo(ANGRY + "b");
  }

  @Test
  void nothingOfATextIsEmpty() {
    assertThat(Excerpt.head(ANGRY, 0)).isEmpty();
    assertThat(Excerpt.tail(ANGRY, 0)).isEmpty();
  }

  @Test
  void bytesAreCountedAsUtf8WritesThem() {
    assertThat(Excerpt.ofBytes("a€€", 7)).isEqualTo("a€€");
    assertThat(Excerpt.ofBytes("a€€€", 7)).isEqualTo("a€…");
    assertThat(Excerpt.ofBytes("ä" + ANGRY + ANGRY, 9)).isEqualTo("ä" + ANGRY + "…");
    assertThat(Excerpt.ofBytes("ä" + ANGRY + ANGRY, 8)).isEqualTo("ä…");
  }
}
