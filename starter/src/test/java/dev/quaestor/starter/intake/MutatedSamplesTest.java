package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every sample with one field left out or of another type ends as alerts or as a refusal. */
class MutatedSamplesTest {
  private static final Map<String, String> BODIES =
      Map.of(
          "graph", Samples.GRAPH,
          "mde", Samples.DEFENDER,
          "ocsf", Samples.OCSF,
          "wazuh", Samples.WAZUH,
          "elastic", Samples.ELASTIC,
          "elastic7", Samples.ELASTIC_7,
          "sentinel", Samples.SENTINEL,
          "sentinelRow", Samples.SENTINEL_ROW,
          "xdr", Samples.XDR_INCIDENT,
          "event", Samples.EVENT);

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1e400",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"\\u0000\\ud800\"",
          "\"\\u202e\\u200bexe.\\u00a0\"",
          "\"" + "->|;:_\\\\\\\".,[1]%".repeat(5_000) + "\"",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[{}]",
          "[1,\"a\"]",
          "{\"a\":{\"b\":[1]}}");

  private final AlertReader reader = new AlertReader();
  private int next;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "graph",
        "mde",
        "ocsf",
        "wazuh",
        "suricata",
        "elastic",
        "elastic7",
        "sentinel",
        "sentinelRow",
        "xdr",
        "event"
      })
  void aFieldLeftOutOrOfAnotherTypeEndsWell(String name) {
    var body =
        name.equals("suricata")
            ? Samples.SURICATA.lines().skip(1).findFirst().orElseThrow()
            : BODIES.get(name);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> mutate(QuaestorJson.mapper().readTree(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elastic-winlog-5136",
        "graph-file-without-device",
        "mentions-ocsf-resource",
        "sentinel-arm-alert",
        "sentinel-extended-only",
        "suricata-no-event-type",
        "wz-active-response",
        "wz-cloud-aws-login",
        "wz-defender-1116",
        "wz-execve-indexer",
        "wz-registry-old",
        "wz-relative-url"
      })
  void aReportedAlertWithAFieldOfAnotherTypeEndsWell(String name) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> mutate(QuaestorJson.mapper().readTree(Samples.reported(name))));
  }

  private void mutate(JsonNode root) {
    var places = new ArrayList<Runnable>();
    collect(root, root, places);
    assertThat(places).hasSizeGreaterThan(20);
    places.forEach(Runnable::run);
  }

  private void collect(JsonNode node, JsonNode root, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      for (var name : List.copyOf(object.propertyNames())) {
        var value = object.get(name);
        places.add(
            () -> {
              object.remove(name);
              endsWell(root);
              // Each field meets four of the values, and each value is met by many fields.
              for (int i = 0; i < 4; i++) {
                var other = VALUES.get((next + i * 4) % VALUES.size());
                object.set(name, QuaestorJson.mapper().readTree(other));
                endsWell(root);
              }
              next++;
              object.set(name, value);
            });
        collect(value, root, places);
      }
    } else if (node instanceof ArrayNode array) {
      IntStream.range(0, Math.min(array.size(), 20))
          .forEach(i -> collect(array.get(i), root, places));
    }
  }

  private void endsWell(JsonNode root) {
    var body = QuaestorJson.mapper().writeValueAsBytes(root);
    switch (reader.read(body, "application/json", null)) {
      case Reading.Read read -> {
        assertThat(read.alerts()).isNotEmpty();
        for (var alert : read.alerts()) {
          assertThat(alert.evidence()).isNotEmpty();
          assertThat(alert.toString()).doesNotContain("\0");
        }
      }
      case Reading.Refused refused -> assertThat(refused.problems()).isNotEmpty();
    }
  }
}
