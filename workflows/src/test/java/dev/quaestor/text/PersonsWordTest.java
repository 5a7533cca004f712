package dev.quaestor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people say is bounded in one way, wherever they say it. */
class PersonsWordTest {
  @Test
  void aNameThatTurnsTheTextOrIsTooLongIsNone() {
    assertThat(PersonsWord.flaw("by", "da\u202ena", null))
        .hasValueSatisfying(
            f -> assertThat(f).startsWith("by contains the invisible character U+202E"));
    assertThat(PersonsWord.flaw("by", "x".repeat(101), null))
        .contains("by is longer than 100 characters");
  }

  @Test
  void aCommentHasAnEnd() {
    assertThat(PersonsWord.flaw("by", "dana", "c".repeat(4001)))
        .contains("comment is longer than 4000 characters");
    assertThat(PersonsWord.flaw("by", "dana", "c".repeat(4000))).isEmpty();
  }

  @Test
  void whetherANameIsNeededIsForWhoHearsIt() {
    assertThat(PersonsWord.flaw("by", null, null)).isEmpty();
    assertThat(PersonsWord.flaw("by", "", null)).isEmpty();
  }
}
