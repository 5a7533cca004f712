package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.AlertSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertFormatsTest {
  @ParameterizedTest
  @MethodSource("dev.quaestor.alert.AlertSource#arriving")
  void whatCanBeForcedCanBeRead(AlertSource source) {
    assertThat(AlertFormats.allowed(AlertFormats.ALL, source))
        .isNotEmpty()
        .allMatch(f -> f.source() == source || source == AlertSource.CLOUDEVENTS);
  }
}
