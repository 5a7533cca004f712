package dev.quaestor.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot be used is refused by a problem document that names the field or the line, and leaves
 * no trace: no investigation, no workflow, no row.
 */
@ExtendWith(House.Shared.class)
class BadInputTest {
  private static final String ALERTS = "/api/v1/alerts";
  private static final String HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>";

  private final House house;
  private final Api api;
  private final Records records;

  BadInputTest(House house) {
    this.house = house;
    this.api = house.api();
    this.records = new Records(house.state(), house.temporal());
  }

  private Map<String, Long> before = Map.of();

  @BeforeEach
  void count() {
    before = records.settledCounts();
  }

  @AfterEach
  void hangUp() {
    records.close();
  }

  private void nothingStarted() {
    assertThat(records.settledCounts()).isEqualTo(before);
  }

  static Stream<Arguments> unusable() {
    var graph = Alerts.suspiciousProcessOn(30);
    var own =
        """
        {"title":"t","severity":"%s","entities":[{"type":"device","deviceId":"%s"}]}""";
    return Stream.of(
        arguments("truncated", ALERTS, graph.substring(0, 2000), 400, "line"),
        arguments("empty object", ALERTS, "{}", 400, "detail"),
        arguments("not JSON at all", ALERTS, "what?", 400, "detail"),
        arguments("control characters raw", ALERTS, "{\"title\":\"a\u0000b\"}", 400, "line"),
        arguments(
            "a text where evidence should be",
            ALERTS,
            graph.replaceFirst("\"evidence\": \\[[\\s\\S]*]", "\"evidence\": \"none\""),
            400,
            "field"),
        arguments(
            "an object where the title should be",
            ALERTS,
            graph.replaceFirst("\"title\": \"[^\"]*\"", "\"title\": {\"a\": 1}"),
            400,
            "field"),
        arguments(
            "a number where the severity should be",
            ALERTS,
            graph.replace("\"severity\": \"medium\"", "\"severity\": 7"),
            400,
            "field"),
        arguments("an unknown format", ALERTS + "?format=carrier-pigeon", graph, 400, "field"),
        arguments("another format forced", ALERTS + "?format=DEFENDER", graph, 400, "field"),
        arguments(
            "one of two is wrong",
            ALERTS,
            "[" + graph + "," + graph.replace("\"severity\": \"medium\"", "\"severity\": {}") + "]",
            400,
            "field"),
        arguments(
            "a severity that is none",
            "/api/v1/investigations",
            own.formatted("HUGE", Alerts.device(31)),
            400,
            "field"),
        arguments(
            "a device without an id",
            "/api/v1/investigations",
            own.formatted("LOW", ""),
            400,
            "field"),
        arguments(
            "an action that does not exist",
            "/api/v1/actions",
            "{\"type\":\"FORMAT_DISK\",\"target\":{\"type\":\"device\",\"deviceId\":\"%s\"}}"
                .formatted(Alerts.device(32)),
            400,
            "field"),
        arguments(
            "an action on another kind of target",
            "/api/v1/actions",
            "{\"type\":\"ISOLATE_DEVICE\",\"target\":{\"type\":\"url\",\"value\":\"http://a.example/\"}}",
            400,
            "field"),
        arguments(
            "a decision that is none",
            "/api/v1/actions/decisions",
            "{\"decision\":\"MAYBE\",\"actionIds\":[\"a\"]}",
            400,
            "field"),
        arguments(
            "ids that are no list",
            "/api/v1/actions/decisions",
            "{\"decision\":\"APPROVE\",\"actionIds\":{\"a\":1}}",
            400,
            "field"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void whatCannotBeUsedIsRefusedByNameAndLeavesNoTrace(
      String what, String path, String body, int status, String named) {
    var problem = api.post(path, body).problem(status);

    assertThat(problem.path(named).asString("")).as(what + ": " + problem).isNotBlank();
    assertThat(problem.path("detail").asString()).doesNotContain("\u0000", "\u001b", "Exception");
    nothingStarted();
  }

  @Test
  void elevenMebibytesAreRefusedWith413() {
    var large = ("{\"title\":\"" + "x".repeat(11 << 20) + "\"}").getBytes(UTF_8);

    api.send("POST", ALERTS, large, "Content-Type", "application/json").problem(413);

    nothingStarted();
  }

  @Test
  void aPolicyWithAnErrorInLineSevenIsRefusedByItsLineAndTheOneInForceStays() {
    var inForce = api.get("/api/v1/policy").expect(200).text();
    var wrong =
        """
        name: mine
        deviceGroups:
          - name: Servers
            level: SEMI_ALL
            tags: [Servers]
          - name: Workstations
            level: EVERYTHING
        rules: []
        """;

    var problem =
        api.send("PUT", "/api/v1/policy", wrong.getBytes(UTF_8), "Content-Type", "application/yaml")
            .problem(422);

    assertThat(problem.path("line").asInt()).isEqualTo(7);
    assertThat(problem.path("detail").asString()).contains("EVERYTHING");
    assertThat(api.get("/api/v1/policy").expect(200).text()).isEqualTo(inForce);
    nothingStarted();
  }

  @Test
  void nothingIsLostAfterARefusalInTheSameBreath() {
    var good = Alerts.suspiciousProcessOn(33);
    api.post(ALERTS, "[" + good + ",{\"title\":1}]").problem(400);
    nothingStarted();

    var id = api.submit(good);

    assertThat(api.pending(id, "ISOLATE_DEVICE").path("decision").asString()).isEqualTo("PENDING");
  }

  @Test
  void htmlAndControlCharactersInEveryTextAreData() {
    var hostile =
        Alerts.suspiciousProcessOn(34)
            .replace("Suspicious encoded PowerShell", HTML.replace("\"", "\\\""))
            .replace("An Office application started", HTML + "\\u0007\\u001b[31m\\u202e")
            .replace("svchelper.exe", "svc\\u0001<b>helper</b>.exe")
            .replace("srv-e2e-34", "<i>srv</i>`**e2e**")
            .replace("\"svc.files\"", "\"" + HTML + "\"")
            .replace("-NoProfile", "-NoProfile " + HTML);

    var id = api.submit(hostile);
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    var answer = api.get("/api/v1/investigations/" + id).expect(200);

    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.json().path("title").asString()).startsWith("<script>alert(1)</script>");
    assertThat(answer.text().chars()).noneMatch(c -> c < 0x20 && c != '\n' && c != '\r');
    api.approve(isolation).expect(200);
    api.action(isolation, "execution", "SUCCEEDED");
    assertThat(house.isolated(Alerts.device(34))).isTrue();
  }
}
