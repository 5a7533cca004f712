package dev.quaestor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneIsSingularAndEveryOtherNumberPlural() {
    assertThat(Counted.of(1, "action waits", "actions wait")).isEqualTo("1 action waits");
    assertThat(Counted.of(0, "action waits", "actions wait")).isEqualTo("0 actions wait");
    assertThat(Counted.of(2, "action waits", "actions wait")).isEqualTo("2 actions wait");
  }
}
