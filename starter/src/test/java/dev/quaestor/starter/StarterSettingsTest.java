package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.start.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class StarterSettingsTest {
  @TempDir Path folder;

  private static void check(PropertySource<?> source) {
    try (var context = new GenericApplicationContext()) {
      context.getEnvironment().getPropertySources().addFirst(source);
      StarterSettings.check(List.of()).initialize(context);
    }
  }

  private static SystemEnvironmentPropertySource environment(String variable) {
    return new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, "hush-hush"));
  }

  @Test
  void aMisspeltKeyInAFileStopsTheStartWithItsLineAndTheKeyThatWasMeant() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("more.yaml"),
            """
            quaestor:
              webhooks:
                - name: soc
                  away-after: 3d
            """);

    assertThatThrownBy(
            () ->
                StarterApplication.start(
                    Map.of(
                        "spring.config.additional-location",
                        "file:" + file,
                        "quaestor.state-dir",
                        folder),
                    null,
                    List.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("quaestor.webhooks[0].away-after (")
        .hasMessageContaining("more.yaml] - 4:")
        .hasMessageEndingWith(
            " is not a setting: did you mean quaestor.webhooks[n].give-up-after?");
    assertThat(folder.resolve("ledger.mv.db")).doesNotExist();
  }

  @Test
  void aMisspeltVariableStopsTheStart() {
    assertThatThrownBy(() -> check(environment("QUAESTOR_TEMPORAL_TARGETS")))
        .hasMessage(
            "QUAESTOR_TEMPORAL_TARGETS (systemEnvironment) is not a setting:"
                + " did you mean quaestor.temporal.target?");
    assertThatThrownBy(() -> check(environment("QUAESTOR_WEBHOOKS_0_URI")))
        .hasMessageContaining("did you mean quaestor.webhooks[n].url?");
  }

  @Test
  void aCredentialOfADeviceIsNoSettingOfThisProcess() {
    assertThatThrownBy(() -> check(environment("QUAESTOR_DEFENDER_CLIENT_SECRET")))
        .hasMessageNotContaining("hush")
        .hasMessageContaining("QUAESTOR_DEFENDER_CLIENT_SECRET");
  }

  @Test
  void everyVariableThatIsReadPasses() {
    Stream.of(
            "QUAESTOR_WEBHOOKS_0_URL",
            "QUAESTOR_WEBHOOKS_0_GIVE_UP_AFTER",
            "QUAESTOR_TEMPORAL_TLS",
            "QUAESTOR_TEMPORAL_ANSWERTIMEOUT",
            "QUAESTOR_STATE_DIR",
            "QUAESTOR_CAPACITY_RUNNING",
            "QUAESTOR_VAULT_DIRECTORY",
            "QUAESTOR_HOME")
        .forEach(
            variable ->
                assertThatCode(() -> check(environment(variable))).doesNotThrowAnyException());
  }

  @Test
  void whatIsShippedPasses() throws Exception {
    var shipped =
        new YamlPropertySourceLoader().load("shipped", new ClassPathResource("application.yaml"));

    assertThat(((EnumerablePropertySource<?>) shipped.getFirst()).getPropertyNames())
        .contains("quaestor.state-dir");
    assertThatCode(() -> check(shipped.getFirst())).doesNotThrowAnyException();
  }

  @Test
  void whatIsSetInAProgramIsHeldToTheSame() {
    assertThatThrownBy(
            () -> check(new MapPropertySource("program", Map.of("quaestor.apis.max-body", "1MB"))))
        .hasMessageContaining("did you mean quaestor.api.max-body?");
  }
}
