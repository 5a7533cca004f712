package dev.quaestor.starter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  static WebhookProperties.Receiver receiver(String url) {
    return new WebhookProperties.Receiver(
        "soc",
        url,
        Secret.of(SECRET),
        null,
        List.of("*"),
        false,
        WebhookProperties.Start.NOW,
        Duration.ofSeconds(10),
        4,
        Duration.ofDays(3),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5));
  }

  private static WebhookProperties.Receiver with(String secret, List<String> events) {
    return new WebhookProperties.Receiver(
        "soc",
        "https://soc.example/hook?token=hush",
        secret == null ? null : Secret.of(secret),
        null,
        events,
        false,
        WebhookProperties.Start.NOW,
        Duration.ofSeconds(10),
        4,
        Duration.ofDays(3),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5));
  }

  /** The example of the Standard Webhooks libraries. */
  @Test
  void aMessageIsSignedAsStandardWebhooksDoes() {
    var signature =
        SigningKey.of(SECRET)
            .sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_%%hush%%"})
  void aBadSecretIsRefusedWithoutBeingShown(String secret) {
    assertThatThrownBy(() -> Webhook.of(with(secret, List.of("*"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("webhook soc: secret ")
        .hasMessageNotContainingAny("hush", "c2hvcnQ", "MfKQ");
  }

  @Test
  void nothingOfAReceiverThatCouldBeSecretIsEverPrinted() {
    var receiver = with(SECRET, List.of("*"));
    var webhook = Webhook.of(receiver);

    assertThat(receiver + " " + webhook + " " + webhook.origin())
        .doesNotContain("MfKQ", "hush", "/hook");
    assertThat(webhook.origin()).isEqualTo("https://soc.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://soc.example/",
        "http://127.0.0.1.evil.example/",
        "http://10.0.0.1/",
        "ftp://soc.example/",
        "file:///etc/passwd",
        "https://ann:pass@soc.example/",
        "https://soc.example/#x",
        "soc.example/hook",
        "https:soc",
        "not a url"
      })
  void anAddressThatMustNotBeSpokenToIsRefusedAtTheStart(String url) {
    assertThatThrownBy(() -> Webhook.of(receiver(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("webhook soc: url ")
        .hasMessageNotContaining("pass");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://soc.example/",
        "http://localhost:9000/",
        "http://127.0.0.1:9000/x",
        "http://[::1]:9000/"
      })
  void httpsAndThisMachineAreSpokenTo(String url) {
    assertThat(Webhook.of(receiver(url)).url()).hasToString(url);
  }

  @Test
  void aTopicThatThereIsNotIsRefusedNamingThoseThereAre() {
    assertThatThrownBy(() -> Webhook.of(with(SECRET, List.of("dev.quaestor.coffee.*"))))
        .hasMessageContaining("events names no topic")
        .hasMessageContaining("dev.quaestor.action.undone");
  }

  @Test
  void retriesDoubleUpToTheLongestAndListenToTheReceiver() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    assertThat(backoff.after(1, null, 0.5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(4, null, 0.5)).isEqualTo(Duration.ofSeconds(8));
    assertThat(backoff.after(4, null, 0)).isLessThan(backoff.after(4, null, 1));
    assertThat(backoff.after(1_000, null, 0.5)).isEqualTo(Duration.ofMinutes(5));
    assertThat(backoff.after(1, Duration.ofSeconds(30), 0.5)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120                           | 120",
        "Sun, 01 Mar 2026 10:02:00 GMT | 120",
        "Sun, 01 Mar 2026 09:00:00 GMT | ",
        "999999999                     | 3600",
        "soon                          | ",
        "-5                            | ",
      })
  void retryAfterIsSecondsOrADateAndBounded(String text, Long seconds) {
    assertThat(Courier.rest(text, Instant.parse("2026-03-01T10:00:00Z")))
        .isEqualTo(java.util.Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }
}
