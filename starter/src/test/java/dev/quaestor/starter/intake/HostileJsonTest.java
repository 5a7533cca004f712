package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that is no kindness to its reader is read or refused in words, soon. */
class HostileJsonTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final AlertReader reader = new AlertReader();

  private Reading read(String body) {
    return Assertions.assertTimeoutPreemptively(
        SOON, () -> reader.read(body.getBytes(StandardCharsets.UTF_8), "application/json", null));
  }

  private static Stream<String> samples() {
    return Stream.of(
        Samples.OWN,
        Samples.GRAPH,
        Samples.DEFENDER,
        Samples.OCSF,
        Samples.WAZUH,
        Samples.SURICATA.lines().filter(l -> l.contains("\"alert\"")).findFirst().orElseThrow(),
        Samples.ELASTIC,
        Samples.ELASTIC_7,
        Samples.SENTINEL,
        Samples.SENTINEL_ROW,
        Samples.XDR_INCIDENT,
        Samples.EVENT);
  }

  /** Each number and each text of the sample in turn is that. */
  private void everywhere(String sample, String value) {
    var places = sample.split("(?<=:) ?(?=[\"0-9tfn])", -1).length;
    assertThat(places).isGreaterThan(3);
    for (int i = 1; i < places; i++) {
      endsWell(replaced(sample, i, value));
    }
  }

  private static String replaced(String sample, int place, String value) {
    var parts = sample.split("(?<=:) ?(?=[\"0-9tfn])", -1);
    var old = parts[place];
    var end = old.startsWith("\"") ? endOfText(old) : endOfWord(old);
    parts[place] = value + old.substring(end);
    return String.join("", parts);
  }

  private static int endOfText(String json) {
    var at = 1;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(json.length(), at + 1);
  }

  private static int endOfWord(String json) {
    var at = 0;
    while (at < json.length() && ",}] \r\n".indexOf(json.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private void endsWell(String body) {
    switch (read(body)) {
      case Reading.Refused refused -> {
        assertThat(refused.problems()).isNotEmpty();
        assertThat(refused.problems())
            .extracting(Problem::message)
            .noneMatch(m -> m.contains("the reader failed unexpectedly"));
      }
      case Reading.Read read -> {
        assertThat(read.broken()).isEmpty();
        read.alerts()
            .forEach(
                a ->
                    assertThat(QuaestorJson.mapper().writeValueAsBytes(a))
                        .hasSizeLessThanOrEqualTo(AlertReader.LARGEST_ALERT));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void numbersWithoutMeasureAreRefusedOrPassedOver(String sample) {
    for (var number :
        List.of(
            "1e999999999",
            "-1e-999999999",
            "1E+2147483648",
            "9".repeat(99),
            "0." + "0".repeat(90) + "1",
            "\"1e999999999\"",
            "\"9e999999999999\"",
            "\"" + "9".repeat(400) + "\"",
            "\"0x" + "f".repeat(100) + "\"")) {
      everywhere(sample, number);
    }
    assertThat(Samples.refusal(read(sample.replaceFirst(":", ":" + "9".repeat(101) + ",\"x\":"))))
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void halfSurrogatesNullsAndDirectionMarksAreKeptStorable(String sample) {
    for (var text :
        List.of("\"\\ud800\"", "\"\\udc00\\ud800x\"", "\"\\u0000\"", "\"\\u202eexe.\"")) {
      everywhere(sample, text);
    }
  }

  @Test
  void nestingBeyondMeasureIsRefusedByName() {
    for (var open :
        List.of("[", "{\"a\":", "{\"value\":[", "[{\"_source\":", "{\"data\":{\"data\":")) {
      var problems = Samples.refusal(read(open.repeat(100_000)));
      assertThat(problems.getFirst().message()).contains("nesting depth (65) exceeds");
    }
    var wrapped = "{\"value\":[".repeat(20) + Samples.OWN.strip() + "]}".repeat(20);
    assertThat(Samples.refusal(read(wrapped)).getFirst().message()).contains("nested too deeply");
    var events =
        IntStream.range(0, 20)
            .boxed()
            .reduce(
                Samples.OWN.strip(),
                (inner, i) ->
                    "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"%d\",\"data\":%s}"
                        .formatted(i, inner),
                (a, b) -> a);
    assertThat(Samples.refusal(read(events)).getFirst().message()).contains("nested too deeply");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefusedByName() {
    var twice = Samples.OWN.replaceFirst("\"title\"", "\"id\": \"other\", \"title\"");
    assertThat(Samples.refusal(read(twice)).getFirst().message()).contains("uplicate");
  }

  @Test
  void tenMillionBytesOfOneThingAreSoonReadOrRefused() {
    for (var unit :
        List.of(
            "{},", "[],", "1,", "\"a\",", "{\"a\":1},", "null,", "{\"id\":\"1\",\"title\":2},")) {
      endsWell("[" + unit.repeat(9_000_000 / unit.length()) + "1]");
      endsWell("{\"value\":[" + unit.repeat(4_000_000 / unit.length()) + "1]}");
      endsWell(
          "{\"quaestor\":\"alert/v1\",\"id\":\"1\",\"title\":\"t\",\"entities\":["
              + unit.repeat(4_000_000 / unit.length())
              + "1]}");
    }
    endsWell("{\"id\":\"" + "a".repeat(9_000_000) + "\"}");
    endsWell(Samples.OWN.replace("Shell in a container", "\\u0001".repeat(600_000)));
    endsWell("{\"a\":1}\n".repeat(1_000_000));
    endsWell("\n".repeat(9_000_000) + "{");
    var keys = new StringBuilder("{");
    IntStream.range(0, 400_000).forEach(i -> keys.append("\"k").append(i).append("\":1,"));
    endsWell(keys + "\"z\":1}");
    var dotted = new StringBuilder("{\"_id\":\"1\",\"fields\":{");
    IntStream.range(0, 100_000)
        .forEach(i -> dotted.append("\"a.b.c.k").append(i).append("\":[1],"));
    endsWell(dotted + "\"z\":[1]}}");
  }

  @Test
  void aThousandThingsThatSayMuchAreSoonRead() {
    var entity =
        "{\"type\":\"process\",\"deviceId\":\"d\",\"processId\":%d,\"commandLine\":\""
            + "x ".repeat(4000)
            + "\"}";
    var entities = IntStream.range(0, 1000).mapToObj(entity::formatted).toList();
    endsWell(
        "{\"quaestor\":\"alert/v1\",\"id\":\"1\",\"title\":\"t\",\"entities\":["
            + String.join(",", entities)
            + "]}");
  }
}
