package dev.quaestor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertSourceTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MANUAL")
  void whatArrivesIsKnownByItsNameAndByItsWordInAnyCase(AlertSource source) {
    assertThat(AlertSource.named(source.name())).contains(source);
    assertThat(AlertSource.named(source.word().toLowerCase())).contains(source);
    assertThat(AlertSource.named(" " + source.name().replace('_', '-'))).contains(source);
  }

  @Test
  void noWordNamesTwo() {
    assertThat(AlertSource.arriving()).extracting(AlertSource::word).doesNotHaveDuplicates();
  }

  @Test
  void aCaseByHandIsNoFormat() {
    assertThat(AlertSource.named("MANUAL")).isEmpty();
    assertThat(AlertSource.names()).doesNotContain("MANUAL").isSorted();
  }
}
