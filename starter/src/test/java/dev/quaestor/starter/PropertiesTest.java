package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.access.AccessProperties;
import dev.quaestor.starter.api.ApiProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class PropertiesTest {

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }

  @Test
  void withoutASettingTemporalIsOnThisMachine() {
    var defaults = bind("quaestor.temporal", TemporalProperties.class, Map.of());

    assertThat(defaults)
        .isEqualTo(
            new TemporalProperties(
                "127.0.0.1:7233", "default", Duration.ofSeconds(60), Duration.ofSeconds(30)));
  }

  @Test
  void everyWordOfTemporalIsRead() {
    var set =
        bind(
            "quaestor.temporal",
            TemporalProperties.class,
            Map.of(
                "quaestor.temporal.target", "temporal:7233",
                "quaestor.temporal.namespace", "soc",
                "quaestor.temporal.connect-timeout", "5s",
                "quaestor.temporal.answer-timeout", "2s"));

    assertThat(set)
        .isEqualTo(
            new TemporalProperties(
                "temporal:7233", "soc", Duration.ofSeconds(5), Duration.ofSeconds(2)));
  }

  @Test
  void everyWordOfAccessIsRead() {
    var set =
        bind(
            "quaestor.access",
            AccessProperties.class,
            Map.of(
                "quaestor.access.token-file", "/run/t", "quaestor.access.signing-key-file", "/k"));

    assertThat(set).isEqualTo(new AccessProperties(Path.of("/run/t"), Path.of("/k")));
  }

  @Test
  void everyWordOfTheApiIsRead() {
    var set =
        bind(
            "quaestor.api",
            ApiProperties.class,
            Map.of("quaestor.api.max-alert-body", "20MB", "quaestor.api.max-body", "2KB"));

    assertThat(set).isEqualTo(new ApiProperties(DataSize.ofMegabytes(20), DataSize.ofKilobytes(2)));
  }

  @Test
  void theFirstPolicyIsTheShippedOne() {
    var defaults = bind("quaestor.policy", PolicyProperties.class, Map.of());

    assertThat(defaults.initial().exists()).isTrue();
  }
}
