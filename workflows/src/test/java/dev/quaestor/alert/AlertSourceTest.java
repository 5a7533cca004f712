package dev.quaestor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlertSourceTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MANUAL")
  void whatArrivesIsKnownByItsNameInAnyCase(AlertSource source) {
    assertThat(AlertSource.named(source.name())).contains(source);
    assertThat(AlertSource.named(source.name().toLowerCase())).contains(source);
    assertThat(AlertSource.named(" " + source.name().replace('_', '-'))).contains(source);
  }

  @ParameterizedTest
  @CsvSource({
    "graph, GRAPH_ALERT_V2",
    "defender, DEFENDER_ALERT",
    "mde, DEFENDER_ALERT",
    "eml, RFC822_MESSAGE",
    "rfc822, RFC822_MESSAGE",
  })
  void aShorterWordNamesItToo(String word, AlertSource source) {
    assertThat(AlertSource.named(word)).contains(source);
  }

  @Test
  void aCaseByHandIsNoFormat() {
    assertThat(AlertSource.named("MANUAL")).isEmpty();
    assertThat(AlertSource.names()).doesNotContain("MANUAL").isSorted();
  }
}
