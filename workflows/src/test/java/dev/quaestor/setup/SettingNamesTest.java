package dev.quaestor.setup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {

  record Hooks(List<Hook> webhooks, Reporting reporting) {}

  record Hook(String url, Duration giveUpAfter, Duration firstRetry, List<String> events) {}

  record Reporting(String source) {}

  record Policy(Map<String, String> overrides) {}

  private final SettingNames names =
      new SettingNames(
          List.of(
              new SettingGroup("quaestor", Hooks.class),
              new SettingGroup("quaestor.policy", Policy.class)));

  private void check(String name, boolean variable) {
    names.check(Stream.of(new SettingNames.Written(name, variable, "there")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quaestor.webhooks[0].give-up-after",
        "quaestor.webhooks[12].giveUpAfter",
        "quaestor.webhooks[0].give_up_after",
        "quaestor.webhooks[0].events",
        "quaestor.webhooks[0].events[3]",
        "quaestor.webhooks",
        "Quaestor.Reporting.Source",
        "quaestor.policy.overrides.approvals.unsigned",
        "quaestor.policy.overrides[approvals.unsigned]",
        "quaestor.golden.write",
        "quaestor.terminal",
        "quaestor.columns",
        "spring.datasource.url",
        "quaestors.what"
      })
  void aKeyThatIsReadOrIsNotOursPasses(String key) {
    assertThatCode(() -> check(key, false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUAESTOR_WEBHOOKS_0_GIVEUPAFTER",
        "QUAESTOR_WEBHOOKS_0_GIVE_UP_AFTER",
        "QUAESTOR_WEBHOOKS_0_EVENTS_11",
        "quaestor_reporting_source",
        "quaestor.reporting.source",
        "QUAESTOR_POLICY_OVERRIDES_NAME",
        "QUAESTOR_HOME",
        "QUAESTOR_JAVA_OPTS",
        "QUAESTOR_TEST_POSTGRES",
        "PATH"
      })
  void aVariableThatIsReadOrIsNotOursPasses(String variable) {
    assertThatCode(() -> check(variable, true)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUAESTOR_SERVICE_HOST",
        "QUAESTOR_STARTER_SERVICE_PORT_HTTP",
        "QUAESTOR_PORT",
        "QUAESTOR_STARTER_PORT_8080_TCP_ADDR"
      })
  void whatKubernetesSaysOfAServiceOfOurNamePasses(String variable) {
    assertThatCode(() -> check(variable, true)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "quaestor.webhooks[0].away-after, quaestor.webhooks[n].give-up-after",
    "quaestor.webhook[0].url, quaestor.webhooks[n].url",
    "quaestor.reporting.sauce, quaestor.reporting.source",
    "quaestor.reporting.source.of, quaestor.reporting.source"
  })
  void aKeyThatNobodyReadsIsNamedWithItsPlaceAndTheNearest(String key, String near) {
    assertThatThrownBy(() -> check(key, false))
        .isInstanceOf(UnknownSettings.class)
        .hasMessage(key + " (there) is not a setting: did you mean " + near + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "QUAESTOR_WEBHOOKS_0_AWAY_AFTER, quaestor.webhooks[n].give-up-after",
    // Spring reads a name with all of its dashes or with none.
    "QUAESTOR_WEBHOOKS_0_GIVEUP_AFTER, quaestor.webhooks[n].give-up-after",
    "QUAESTOR_REPORTING_SAUCE, quaestor.reporting.source"
  })
  void aVariableThatNobodyReadsIsNamedToo(String variable, String near) {
    assertThatThrownBy(() -> check(variable, true)).hasMessageContaining("did you mean " + near);
  }

  @Test
  void eachIsNamedAndNoneIsGuessedAtFromAfar() {
    assertThatThrownBy(
            () ->
                names.check(
                    Stream.of("quaestor.x", "quaestor.reporting.sorce")
                        .map(key -> new SettingNames.Written(key, false, "there"))))
        .hasMessage(
            "quaestor.x (there) is not a setting.\n"
                + "quaestor.reporting.sorce (there) is not a setting:"
                + " did you mean quaestor.reporting.source?");
  }
}
