package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.EVENT;
import static dev.quaestor.starter.intake.Samples.GRAPH;
import static dev.quaestor.starter.intake.Samples.OWN;
import static dev.quaestor.starter.intake.Samples.PHISH;
import static dev.quaestor.starter.intake.Samples.SENTINEL_ROW;
import static dev.quaestor.starter.intake.Samples.WAZUH;
import static dev.quaestor.starter.intake.Samples.all;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.read;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CloudEventTest {
  private static String event(String id, String rest) {
    return "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"/s\",\"id\":\"%s\",%s}"
        .formatted(id, rest);
  }

  private static EventId headers(Map<String, String> headers) {
    return EventId.ofHeaders(headers::get);
  }

  @Test
  void theEventsSourceAndIdAreTheAlertsAndTheFormatInsideIsSeen() {
    var alert = one(EVENT);
    assertThat(alert.source()).isEqualTo(AlertSource.WAZUH);
    assertThat(alert.alertId()).matches("cloudevents:1795426899.3415772@[0-9a-f]{20}");
    assertThat(alert.evidence())
        .allSatisfy(e -> assertThat(e.alertIds()).containsExactly(alert.alertId()));
    assertThat(one(EVENT).alertId()).isEqualTo(alert.alertId());
  }

  @Test
  void theSameIdOfAnotherSourceIsAnotherEvent() {
    assertThat(one(EVENT.replace("managers/1", "managers/2")).alertId())
        .isNotEqualTo(one(EVENT).alertId());
  }

  @Test
  void theEnvelopesIdWinsOverTheAlertsAndWhatItIsAboutStays() {
    var first = one(event("1", "\"data\":" + GRAPH));
    var second = one(event("2", "\"data\":" + GRAPH));
    assertThat(first.alertId()).isNotEqualTo(second.alertId());
    assertThat(first.correlationKey())
        .isEqualTo(second.correlationKey())
        .isEqualTo(one(GRAPH).correlationKey());
    assertThat(one(event("1", "\"data\":" + WAZUH)).alertId()).isEqualTo(first.alertId());
  }

  @Test
  void dataMayBeTextOrBase64OfJsonOrOfAMail() {
    var base64 = Base64.getEncoder().encodeToString(OWN.getBytes(StandardCharsets.UTF_8));
    assertThat(one(event("1", "\"data_base64\":\"" + base64 + "\"")).source())
        .isEqualTo(AlertSource.QUAESTOR);
    var text = QuaestorJson.mapper().writeValueAsString(SENTINEL_ROW);
    assertThat(one(event("1", "\"data\":" + text)).source()).isEqualTo(AlertSource.SENTINEL);
    var mail = QuaestorJson.mapper().writeValueAsString(PHISH);
    assertThat(one(event("1", "\"datacontenttype\":\"message/rfc822\",\"data\":" + mail)).source())
        .isEqualTo(AlertSource.RFC822_MESSAGE);
  }

  @Test
  void aBatchIsAnArrayAndAnEventWithSeveralAlertsNumbersThem() {
    assertThat(all("[" + EVENT + "," + event("7", "\"data\":" + OWN) + "]")).hasSize(2);
    assertThat(all(event("7", "\"data\":{\"value\":[" + GRAPH + "," + OWN + "]}")))
        .extracting(Alert::alertId)
        .doesNotHaveDuplicates()
        .last()
        .asString()
        .endsWith("#2");
  }

  @Test
  void theHeadersOfBinaryModeAreTheEnvelope() {
    var event =
        headers(Map.of("ce-specversion", "1.0", "ce-source", "/s", "ce-id", "7", "ce-type", "t"));
    var reading =
        new AlertReader()
            .read(OWN.getBytes(StandardCharsets.UTF_8), "application/json", null, event);
    assertThat(((Reading.Read) reading).alerts().getFirst().alertId())
        .isEqualTo(one(event("7", "\"data\":" + OWN)).alertId());
    assertThat(headers(Map.of("content-type", "x"))).isNull();
  }

  @Test
  void headersWithoutSourceAreRefusedByName() {
    var event = headers(Map.of("ce-specversion", "1.0", "ce-id", "7"));
    assertThat(
            refusal(
                new AlertReader().read(OWN.getBytes(StandardCharsets.UTF_8), null, null, event)))
        .extracting(Problem::path)
        .containsExactly("ce-source");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(refusal("{\"specversion\":\"1.0\",\"data\":" + OWN + "}"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("type", "source", "id");
    assertThat(refusal(event("1", "\"subject\":\"x\"")))
        .extracting(Problem::path)
        .containsExactly("data");
    assertThat(refusal(event("1", "\"data\":{\"hello\":1}")).getFirst())
        .satisfies(p -> assertThat(p.path()).isEqualTo("data"))
        .satisfies(p -> assertThat(p.message()).contains("WAZUH", "OCSF"));
    assertThat(refusal(event("1", "\"data_base64\":\"*\"")).getFirst().path())
        .isEqualTo("data_base64");
    assertThat(refusal(EVENT.replace("\"level\": 7", "\"level\": {}")).getFirst().path())
        .isEqualTo("data.rule.level");
  }

  @Test
  void theEnvelopeCanBeForcedAndAFormatWithinIt() {
    assertThat(read(EVENT, AlertSource.CLOUDEVENTS)).isInstanceOf(Reading.Read.class);
    assertThat(read(EVENT, AlertSource.WAZUH)).isInstanceOf(Reading.Read.class);
    assertThat(refusal(read(EVENT, AlertSource.OCSF)).getFirst().path()).startsWith("data");
    assertThat(refusal(read(OWN, AlertSource.CLOUDEVENTS)).getFirst().path())
        .isEqualTo("specversion");
  }

  @Test
  void anAlertThatGrewTooLargeByItsEventsNameIsRefused() {
    var urls =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    "{\"type\":\"url\",\"value\":\"https://evil.example/%d/%s\"}"
                        .formatted(i, "a".repeat(700)))
            .collect(Collectors.joining(","));
    var alert =
        "{\"quaestor\":\"alert/v1\",\"id\":\"1\",\"title\":\"t\",\"entities\":[" + urls + "]}";

    assertThat(read(alert, null)).isInstanceOf(Reading.Read.class);
    assertThat(read(event("1", "\"data\":" + alert), null)).isInstanceOf(Reading.Read.class);
    assertThat(refusal(event("1".repeat(256), "\"data\":" + alert)))
        .singleElement()
        .satisfies(p -> assertThat(p.path()).isEqualTo("data"))
        .satisfies(p -> assertThat(p.message()).contains("larger than"));
  }
}
