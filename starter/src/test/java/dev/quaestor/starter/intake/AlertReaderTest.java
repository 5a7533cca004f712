package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.DEFENDER;
import static dev.quaestor.starter.intake.Samples.GRAPH;
import static dev.quaestor.starter.intake.Samples.OWN;
import static dev.quaestor.starter.intake.Samples.PHISH;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.read;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertReaderTest {

  @Test
  void theFormatIsSeenInTheShape() {
    assertThat(one(GRAPH).source()).isEqualTo(AlertSource.GRAPH_ALERT_V2);
    assertThat(one(DEFENDER).source()).isEqualTo(AlertSource.DEFENDER_ALERT);
    assertThat(one(OWN).source()).isEqualTo(AlertSource.QUAESTOR);
    assertThat(one(PHISH).source()).isEqualTo(AlertSource.RFC822_MESSAGE);
  }

  @Test
  void aByteOrderMarkAndBlanksBeforeAreNothing() {
    assertThat(one("\uFEFF\n  " + GRAPH).source()).isEqualTo(AlertSource.GRAPH_ALERT_V2);
  }

  @Test
  void anArrayMayMixFormats() {
    var reading = (Reading.Read) read("[" + GRAPH + "," + DEFENDER + "," + OWN + "]");
    assertThat(reading.alerts())
        .extracting(Alert::source)
        .containsExactly(
            AlertSource.GRAPH_ALERT_V2, AlertSource.DEFENDER_ALERT, AlertSource.QUAESTOR);
  }

  @Test
  void theVendorsListIsAnArray() {
    var body = "{\"@odata.context\":\"x\",\"value\":[" + GRAPH + "]}";
    assertThat(one(body).alertId()).startsWith("graph:");
  }

  @Test
  void oneBadAlertRefusesAllAndIsNamed() {
    var bad = DEFENDER.replace("\"8563f95b2f8a284fc99da44500cd51a77c1ff36c\"", "\"8563\"");
    assertThat(refusal("[" + GRAPH + "," + bad + "]"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.path()).isEqualTo("[1].evidence[2].sha1");
              assertThat(p.message()).contains("40 hex digits", "8563");
            });
  }

  @Test
  void everyWrongFieldIsNamed() {
    var bad =
        GRAPH
            .replace("\"severity\": \"low\"", "\"severity\": \"terrible\"")
            .replace("\"title\": \"Suspicious execution of hidden file\"", "\"title\": [1]")
            .replace("\"processId\": 4780", "\"processId\": \"many\"")
            .replace("\"2021-04-26T07:45:50.116Z\"", "\"yesterday\"");
    assertThat(refusal(bad))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "severity", "title", "firstActivityDateTime", "evidence[2].processId");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(refusal("{\"serviceSource\":\"x\"}"))
        .extracting(Problem::toString)
        .contains("id: is missing", "title: is missing");
    assertThat(refusal("{\"serviceSource\":\"x\",\"id\":\"1\",\"title\":\"t\"}"))
        .extracting(Problem::path)
        .containsExactly("evidence");
  }

  @Test
  void unknownFieldsAreTolerated() {
    assertThat(one(GRAPH.replaceFirst("\\{", "{\"brandNew\": {\"a\": [1, {}]},")).title())
        .isEqualTo("Suspicious execution of hidden file");
  }

  @Test
  void truncatedJsonNamesLineAndColumn() {
    var problem = refusal(GRAPH.substring(0, 500)).getFirst();
    assertThat(problem.line()).isGreaterThan(5);
    assertThat(problem.column()).isPositive();
    assertThat(problem.message()).startsWith("not valid JSON at line " + problem.line());
  }

  @Test
  void aRepeatedKeyIsRefused() {
    assertThat(refusal("{\"id\":\"1\",\"id\":\"2\"}").getFirst().message()).contains("uplicate");
  }

  @Test
  void textAfterTheAlertIsRefused() {
    assertThat(refusal(GRAPH + "{}").getFirst().line()).isNotNull();
  }

  @Test
  void whatLooksLikeNothingIsRefused() {
    assertThat(refusal("{\"hello\":1}").getFirst().message()).contains("any known alert format");
    assertThat(refusal("[1]").getFirst().path()).isEqualTo("[0]");
    assertThat(refusal("")).isNotEmpty();
    assertThat(refusal("[]").getFirst().message()).contains("0 alerts");
    assertThat(refusal("hello")).isNotEmpty();
    assertThat(refusal("null")).isNotEmpty();
  }

  @Test
  void aForcedFormatIsHeldTo() {
    assertThat(read(GRAPH, AlertSource.GRAPH_ALERT_V2)).isInstanceOf(Reading.Read.class);
    assertThat(refusal(read(GRAPH, AlertSource.QUAESTOR)))
        .extracting(Problem::path)
        .contains("quaestor", "entities");
    assertThat(refusal(read(PHISH, AlertSource.DEFENDER_ALERT)).getFirst().line()).isEqualTo(1);
    assertThat(refusal(read(GRAPH, AlertSource.RFC822_MESSAGE))).isNotEmpty();
    assertThat(refusal(read(GRAPH, AlertSource.MANUAL)).getFirst().message()).contains("MANUAL");
  }

  @Test
  void elevenMebibytesAreRefused() {
    var body = new byte[11 * 1024 * 1024];
    assertThat(refusal(new AlertReader().read(body, "application/json", null)).getFirst().message())
        .contains("larger");
  }

  @Test
  void moreThanAHundredAlertsAreRefused() {
    var many = IntStream.range(0, 101).mapToObj(i -> "{}").collect(Collectors.joining(","));
    assertThat(refusal("[" + many + "]").getFirst().message()).contains("101 alerts");
  }

  @Test
  void aMillionEmptyObjectsAreRefusedBeforeTheyFillTheMemory() {
    var bomb = "[" + "{},".repeat(3_000_000) + "{}]";
    assertThat(refusal(bomb).getFirst().message()).contains("Token count");
  }

  @Test
  void depthAndEndlessNumbersAreRefused() {
    assertThat(refusal("[".repeat(100_000))).isNotEmpty();
    assertThat(refusal("{\"machineId\":" + "9".repeat(100_000) + "}")).isNotEmpty();
  }

  @Test
  void moreThanAThousandItemsAreRefused() {
    var item = "{\"entityType\":\"Ip\",\"ipAddress\":\"192.0.2.1\"}";
    var items = IntStream.range(0, 1001).mapToObj(i -> item).collect(Collectors.joining(","));
    assertThat(
            refusal(
                "{\"id\":\"1\",\"title\":\"t\",\"machineId\":\"m\",\"evidence\":[" + items + "]}"))
        .extracting(Problem::path)
        .contains("evidence");
  }

  @Test
  void anAlertThatTemporalCouldNotCarryIsRefused() {
    var item = "{\"entityType\":\"Process\",\"processId\":%d,\"processCommandLine\":\"%s\"}";
    var items =
        IntStream.range(0, 200)
            .mapToObj(i -> item.formatted(i, "x".repeat(8000)))
            .collect(Collectors.joining(","));
    assertThat(
            refusal(
                    "{\"id\":\"1\",\"title\":\"t\",\"machineId\":\"m\",\"evidence\":["
                        + items
                        + "]}")
                .getFirst()
                .message())
        .contains("larger");
  }

  @Test
  void markupAndControlCharactersAreDataAndNulIsReplaced() {
    var alert =
        one(
            GRAPH.replace(
                "Suspicious execution of hidden file",
                "<script>alert(1)</script>\\u0000\\u0007\\ud800 end"));
    assertThat(alert.title()).isEqualTo("<script>alert(1)</script>\uFFFD\u0007\uFFFD end");
    assertThat(new String(QuaestorJson.mapper().writeValueAsBytes(alert), StandardCharsets.UTF_8))
        .doesNotContain("\\u0000");
  }

  @Test
  void longFreeTextIsCutAndALongIdRefused() {
    var alert = one(GRAPH.replace("Suspicious execution of hidden file", "😀".repeat(5000)));
    assertThat(alert.title()).hasSizeLessThanOrEqualTo(1000).endsWith("😀…");
    assertThat(refusal(GRAPH.replace("da637578995287051192_756343937", "d".repeat(300))))
        .extracting(Problem::path)
        .contains("id");
  }

  @Test
  void twoLongUrlsStayTwo() {
    var url = "https://evil.example/" + "a".repeat(9000);
    var item = "{\"entityType\":\"Url\",\"url\":\"%s\"}";
    var body =
        "{\"id\":\"1\",\"title\":\"t\",\"alertCreationTime\":null,\"evidence\":["
            + item.formatted(url + "1")
            + ","
            + item.formatted(url + "2")
            + "]}";
    assertThat(one(body).evidence()).hasSize(2);
  }

  @Test
  void aSeverityThatNobodyStatedUnlocksNothing() {
    assertThat(one(DEFENDER.replace("\"Low\"", "\"UnSpecified\"")).severity())
        .isEqualTo(Severity.INFORMATIONAL);
    assertThat(one(GRAPH.replace("\"severity\": \"low\",", "")).severity())
        .isEqualTo(Severity.INFORMATIONAL);
  }

  @Test
  void theSameAlertTwiceHasTheSameIdsAndDifferentOnesDoNot() {
    assertThat(one(GRAPH)).isEqualTo(one(GRAPH));
    assertThat(one(GRAPH).alertId()).isEqualTo("graph:da637578995287051192_756343937");
    assertThat(one(DEFENDER).alertId()).isEqualTo("mde:da637472900382838869_1364969609");
    assertThat(one(OWN).alertId()).isEqualTo("quaestor:falco-1");
  }

  @Test
  void oneDeviceIsOneInvestigationWhateverTheFormat() {
    var defender =
        DEFENDER.replace(
            "111e6dd8c833c8a052ea231ec1b19adaf497b625", "73E7E2DE709DFF64EF64B1D0C30E67FAB63279DB");
    assertThat(one(defender).correlationKey())
        .isEqualTo(one(GRAPH).correlationKey())
        .matches("dev-[0-9a-f]{20}");
    assertThat(one(DEFENDER).correlationKey()).isNotEqualTo(one(GRAPH).correlationKey());
  }

  @Test
  void aReadAlertSurvivesTheWire() {
    for (var body : new String[] {GRAPH, DEFENDER, OWN, PHISH}) {
      var alert = one(body);
      var json = QuaestorJson.mapper().writeValueAsBytes(alert);
      assertThat(QuaestorJson.mapper().readValue(json, Alert.class)).isEqualTo(alert);
    }
  }
}
