package dev.quaestor.starter.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetentionPropertiesTest {
  private static RetentionProperties bind(Map<String, String> set) {
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("quaestor.retention", RetentionProperties.class);
  }

  @Test
  void withoutASettingNothingIsEverRemoved() {
    var defaults = bind(Map.of());

    assertThat(defaults).isEqualTo(new RetentionProperties(null, null, null, Duration.ofHours(1)));
    assertThat(defaults.isOff()).isTrue();
  }

  @Test
  void anEmptyVariableIsNoSetting() {
    assertThat(
            bind(
                Map.of(
                    "quaestor.retention.investigations", "",
                    "quaestor.retention.vault", "",
                    "quaestor.retention.archive", "")))
        .isEqualTo(bind(Map.of()));
  }

  @Test
  void everyWordIsRead() {
    assertThat(
            bind(
                Map.of(
                    "quaestor.retention.investigations", "365d",
                    "quaestor.retention.vault", "90d",
                    "quaestor.retention.archive", "/var/archive",
                    "quaestor.retention.every", "6h")))
        .isEqualTo(
            new RetentionProperties(
                Duration.ofDays(365),
                Duration.ofDays(90),
                Path.of("/var/archive"),
                Duration.ofHours(6)));
  }

  @ParameterizedTest
  @CsvSource({
    "investigations, 29d, must be 30 days (30d) or more",
    "investigations, -365d, must be 30 days (30d) or more",
    "vault, 1h, must be 30 days (30d) or more",
    "investigations, 36501d, must be a hundred years (36500d) or less; leave it out to keep everything",
    "vault, 999999999999d, must be a hundred years (36500d) or less; leave it out to keep everything",
    "every, 1s, must be from one minute to 24 hours",
    "every, 25h, must be from one minute to 24 hours",
    "archive, /var/archive, is of no use without quaestor.retention.investigations"
  })
  void whatWouldRemoveTooMuchIsRefusedByItsName(String name, String value, String why) {
    assertThatThrownBy(() -> bind(Map.of("quaestor.retention." + name, value)))
        .hasRootCauseMessage("quaestor.retention." + name + " " + why);
  }
}
