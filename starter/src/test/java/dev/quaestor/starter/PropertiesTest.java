package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.secret.Secret;
import dev.quaestor.setup.TemporalConnection;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.access.AccessProperties;
import dev.quaestor.starter.api.ApiProperties;
import dev.quaestor.starter.webhook.WebhookProperties;
import dev.quaestor.wire.QuaestorJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

class PropertiesTest {

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }

  @Test
  void withoutASettingTemporalIsOnThisMachine() {
    assertThat(TemporalDoor.of(new MockEnvironment()).target()).isEqualTo("127.0.0.1:7233");
    assertThat(bind("quaestor.temporal", AnswerProperties.class, Map.of()).answerTimeout())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void everyWordOfTemporalIsRead() {
    var set =
        bind(
            "quaestor.temporal",
            TemporalConnection.class,
            Map.of(
                "quaestor.temporal.target", "temporal:7233",
                "quaestor.temporal.namespace", "soc",
                "quaestor.temporal.tls", "true",
                "quaestor.temporal.ca-file", "/run/ca",
                "quaestor.temporal.client-certificate-file", "/run/cert",
                "quaestor.temporal.client-key-file", "/run/cert-key",
                "quaestor.temporal.server-name", "inner",
                "quaestor.temporal.api-key-file", "/run/key",
                "quaestor.temporal.connect-timeout", "5s"));

    assertThat(set)
        .isEqualTo(
            new TemporalConnection(
                "temporal:7233",
                "soc",
                true,
                "/run/ca",
                "/run/cert",
                "/run/cert-key",
                "inner",
                "/run/key",
                Duration.ofSeconds(5)));
  }

  @Test
  void aWaitOfNothingIsRefusedByItsKey() {
    assertThatThrownBy(
            () ->
                bind(
                    "quaestor.temporal",
                    AnswerProperties.class,
                    Map.of("quaestor.temporal.answer-timeout", "0s")))
        .hasRootCauseMessage("quaestor.temporal.answer-timeout must be a positive duration");
  }

  @Test
  void everyWordOfAccessIsRead() {
    var set =
        bind(
            "quaestor",
            AccessProperties.class,
            Map.of(
                "quaestor.state-dir", "/var/q",
                "quaestor.access.token-file", "/run/t",
                "quaestor.access.signing-key-file", "/k"));

    assertThat(set)
        .isEqualTo(
            new AccessProperties(
                Path.of("/var/q"), new AccessProperties.Secrets(Path.of("/run/t"), Path.of("/k"))));
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
    assertThat(defaults.overrides()).isEmpty();
  }

  @Test
  void anOverrideOfTheFirstPolicyKeepsItsPath() {
    var set =
        bind(
            "quaestor.policy",
            PolicyProperties.class,
            Map.of(
                "quaestor.policy.overrides.name", "mine",
                "quaestor.policy.overrides.approvals.expireAfter", "3d"));

    assertThat(set.overrides()).isEqualTo(Map.of("name", "mine", "approvals.expireAfter", "3d"));
  }

  @Test
  void withoutASettingTheSecretsLieInTheStateDirectory() {
    var set =
        bind("quaestor", AccessProperties.class, Map.of("quaestor.state-dir", "/var/quaestor"));

    assertThat(set.stateDir()).isEqualTo(Path.of("/var/quaestor"));
    assertThat(set.access()).isEqualTo(new AccessProperties.Secrets(null, null));
  }

  @Test
  void everySettingIsWrittenDownForEditors() throws Exception {
    var mapper = QuaestorJson.mapper();
    var described = new TreeSet<String>();
    var files =
        PropertiesTest.class
            .getClassLoader()
            .getResources("META-INF/spring-configuration-metadata.json");
    for (var file : Collections.list(files)) {
      try (var stream = file.openStream()) {
        for (var property : mapper.readTree(stream).path("properties")) {
          if (property.hasNonNull("description")) {
            described.add(property.path("name").asString());
          }
        }
      }
    }

    assertThat(described)
        .contains(
            "quaestor.access.signing-key-file",
            "quaestor.access.token-file",
            "quaestor.reporting.poll",
            "quaestor.reporting.source");
    for (var group : StarterSettings.groups()) {
      for (var component : group.type().getRecordComponents()) {
        var name = group.prefix() + "." + component.getName().replaceAll("([A-Z])", "-$1");
        if (!component.getType().isRecord()) {
          assertThat(described).contains(name.toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  @Test
  void withoutASettingNobodyIsTold() {
    var defaults = bind("quaestor", WebhookProperties.class, Map.of());

    assertThat(defaults.webhooks()).isEmpty();
    assertThat(defaults.reporting())
        .isEqualTo(new WebhookProperties.Reporting("urn:quaestor", Duration.ofMillis(500)));
  }

  @Test
  void everyWordOfAWebhookIsRead() {
    var set =
        bind(
            "quaestor",
            WebhookProperties.class,
            Map.ofEntries(
                Map.entry("quaestor.webhooks[0].name", "soc"),
                Map.entry("quaestor.webhooks[0].url", "https://soc.example/"),
                Map.entry("quaestor.webhooks[0].secret", "whsec_x"),
                Map.entry("quaestor.webhooks[0].previous-secret", "whsec_y"),
                Map.entry("quaestor.webhooks[0].events[0]", "dev.quaestor.action.*"),
                Map.entry("quaestor.webhooks[0].allow-http", "true"),
                Map.entry("quaestor.webhooks[0].from", "beginning"),
                Map.entry("quaestor.webhooks[0].timeout", "3s"),
                Map.entry("quaestor.webhooks[0].concurrency", "2"),
                Map.entry("quaestor.webhooks[0].give-up-after", "7d"),
                Map.entry("quaestor.webhooks[0].first-retry", "2s"),
                Map.entry("quaestor.webhooks[0].longest-retry", "1m"),
                Map.entry("quaestor.webhooks[1].name", "chat"),
                Map.entry("quaestor.reporting.source", "https://quaestor.example")));

    assertThat(set.webhooks().getFirst())
        .isEqualTo(
            new WebhookProperties.Receiver(
                "soc",
                "https://soc.example/",
                Secret.of("whsec_x"),
                Secret.of("whsec_y"),
                List.of("dev.quaestor.action.*"),
                true,
                WebhookProperties.Start.BEGINNING,
                Duration.ofSeconds(3),
                2,
                Duration.ofDays(7),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1)));
    assertThat(set.webhooks().get(1).events()).containsExactly("*");
    assertThat(set.webhooks().get(1).giveUpAfter()).isEqualTo(Duration.ofDays(3));
    assertThat(set.reporting().source()).isEqualTo("https://quaestor.example");
  }
}
