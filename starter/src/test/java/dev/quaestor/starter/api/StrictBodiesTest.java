package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not meant as it is written does nothing, and is told by its name. */
class StrictBodiesTest {
  private static final String DEVICE = "\"target\":{\"type\":\"device\",\"deviceId\":\"d\"}";

  /** A body of each call that takes one, which is good but for what may be added. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("/actions/x/approve", "{\"comment\":\"c\"}"),
          Map.entry("/actions/x/reject", "{\"comment\":\"c\"}"),
          Map.entry("/actions/x/undo", "{\"comment\":\"c\"}"),
          Map.entry("/actions/x/withdraw", "{\"comment\":\"c\"}"),
          Map.entry("/actions/undo", "{\"actionIds\":[\"x\"],\"comment\":\"c\"}"),
          Map.entry(
              "/actions/decisions",
              "{\"actionIds\":[\"x\"],\"decision\":\"REJECT\",\"comment\":\"c\"}"),
          Map.entry(
              "/actions", "{\"type\":\"RUN_ANTIVIRUS_SCAN\"," + DEVICE + ",\"comment\":\"c\"}"),
          Map.entry("/hunting/run", "{\"query\":\"DeviceInfo\",\"backEnd\":\"defender\"}"),
          Map.entry(
              "/hunting/actions",
              "{\"type\":\"ISOLATE_DEVICE\",\"rows\":[{\"DeviceId\":\"d\"}],\"comment\":\"c\"}"),
          Map.entry("/mail/search", "{\"subject\":\"s\"}"),
          Map.entry(
              "/mail/actions",
              "{\"type\":\"SOFT_DELETE_EMAIL\",\"messages\":[{\"mailbox\":\"a@b.example\","
                  + "\"networkMessageId\":\"n\"}],\"comment\":\"c\"}"),
          Map.entry(
              "/investigations",
              "{\"title\":\"t\",\"entities\":[{\"type\":\"url\",\"value\":\"https://a.example\"}],"
                  + "\"comment\":\"c\"}"),
          Map.entry("/investigations/x/cancel", "{\"comment\":\"c\"}"),
          Map.entry(
              "/investigations/x/evidence/classify",
              "{\"entityKey\":\"k\",\"classification\":\"TRUE_POSITIVE\","
                  + "\"determination\":\"MALWARE\",\"comment\":\"c\"}"),
          Map.entry(
              "/alerts/x/classify",
              "{\"classification\":\"TRUE_POSITIVE\",\"determination\":\"MALWARE\"}"),
          Map.entry(
              "/indicators",
              "{\"type\":\"URL\",\"value\":\"https://a.example\",\"effect\":\"BLOCK\","
                  + "\"title\":\"t\"}"),
          Map.entry("/tokens", "{\"name\":\"Cleo\",\"roles\":[\"viewer\"]}"),
          Map.entry("/webhooks/x/test", "{}"));

  private final RunningStarter starter = RunningStarter.get();

  static Stream<Arguments> bodies() {
    return BODIES.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private RunningStarter.Answer refused(String path, String body) {
    var answer = starter.post("/api/v1" + path, body);
    assertThat(answer.status()).as("%s %s", body, answer.http().body()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    return answer;
  }

  private static String with(String body, String field) {
    return body.equals("{}") ? "{" + field + "}" : "{" + field + "," + body.substring(1);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void anUnknownFieldIsRefusedByItsName(String path, String body) {
    var answer = refused(path, with(body, "\"coment\":\"x\""));

    assertThat(answer.body().path("field").asString()).isEqualTo("coment");
    assertThat(answer.body().path("detail").asString()).contains("unknown");
    if (body.contains("\"comment\"")) {
      assertThat(answer.body().path("detail").asString()).contains("did you mean \"comment\"?");
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void whatIsNoObjectIsNoBody(String path, String body) {
    for (var odd : List.of("null", "[" + body + "]", "5", "\"\"", "true", "[]", " ", "{", "{}{}")) {
      refused(path, odd);
    }
    refused(path, body + body);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aRepeatedFieldIsRefused(String path, String body) {
    refused(path, with(body, "\"comment\":\"good\",\"comment\":\"bad\""));
  }

  /** Each field of each body in turn as something else. */
  @ParameterizedTest
  @MethodSource("bodies")
  void aFieldOfAnotherKindIsRefusedByItsName(String path, String body) {
    var whole = QuaestorJson.mapper().readTree(body);
    for (var name : whole.propertyNames()) {
      for (var odd : List.of("null", "7", "true", "{\"a\":[]}", "[[]]", "{}")) {
        var changed = whole.deepCopy().asObject();
        changed.set(name, QuaestorJson.mapper().readTree(odd));

        var answer = refused(path, changed.toString());

        assertThat(answer.body().path("field").asString()).as(changed.toString()).startsWith(name);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/actions/x/approve | {\"planhash\":\"deadbeef\"} | planhash",
        "/actions/x/approve | {\"planHash\":\"\"} | planHash",
        "/actions/x/approve | {\"planHash\":\" \"} | planHash",
        "/actions/x/approve | {\"planHash\":null} | planHash",
        "/actions/decisions | {\"decision\":\"APPROVE\",\"actionIds\":[\"x\"],\"planHash\":\"h\"}"
            + " | planHash",
        "/actions/decisions | {\"decision\":\"APPROVE\",\"actionIds\":[\"x\"],"
            + "\"planHashes\":{\"y\":\"h\"}} | planHashes.y",
        "/actions/decisions | {\"decision\":\"APPROVE\",\"actionIds\":[\"x\"],"
            + "\"planHashes\":{\"x\":\"\"}} | planHashes.x",
        "/actions/decisions | {\"decision\":\"approve\",\"actionIds\":[\"x\"]} | decision",
        "/actions/decisions | {\"decision\":\"APPROVE\",\"actionIds\":[\"x\",null]} | actionIds[1]",
        "/actions | {\"type\":\"\"} | type",
        "/actions | {\"type\":\" \",\"target\":{\"type\":\"device\",\"deviceId\":\"d\"}} | type",
        "/actions | {\"type\":\"ISOLATE_DEVICE\",\"target\":{\"type\":\"\"}} | target.type",
        "/actions | {\"type\":\"ISOLATE_DEVICE\",\"target\":{\"type\":\"device\",\"deviceId\":\"d\","
            + "\"nme\":\"x\"}} | target.nme",
        "/actions | {\"type\":\"ISOLATE_DEVICE\",\"target\":{\"type\":\"device\",\"deviceId\":7}}"
            + " | target.deviceId",
        "/actions | {\"type\":\"ISOLATE_DEVICE\",\"targets\":{\"type\":\"device\","
            + "\"deviceId\":\"d\"}} | targets",
        "/hunting/actions | {\"type\":\"\",\"rows\":[]} | type",
        "/mail/actions | {\"type\":\"\"} | type",
        "/tokens | {\"name\":\"a\",\"roles\":[\"viewer\"],\"expiresAt\":1999999999} | expiresAt",
        "/tokens | {\"name\":\"a\",\"roles\":[\"viewer\"],"
            + "\"expiresAt\":\"+1000000-01-01T00:00:00Z\"} | expiresAt",
        "/indicators | {\"type\":\"\",\"value\":\"v\",\"effect\":\"BLOCK\",\"title\":\"t\"} | type",
        "/indicators | {\"type\":1,\"value\":\"v\",\"effect\":\"BLOCK\",\"title\":\"t\"} | type",
        "/investigations | {\"title\":\"t\",\"entities\":[{\"type\":\"url\",\"value\":\"u\","
            + "\"verdikt\":\"MALICIOUS\"}]} | entities[0].verdikt",
      })
  void whatWouldHaveMeantSomethingElseIsRefusedByItsPath(String path, String body, String field) {
    assertThat(refused(path, body).body().path("field").asString()).isEqualTo(field);
  }

  @Test
  void anItemOfAListIsNamedByItsPlace() {
    var answer =
        refused(
            "/indicators/import",
            "[{\"type\":\"URL\",\"value\":\"https://a.example\",\"effect\":\"BLOCK\","
                + "\"tite\":\"t\"}]");

    assertThat(answer.body().path("field").asString()).isEqualTo("[0].tite");
  }

  @Test
  void aBulkDecisionBindsEachActionToThePlanThatWasShown() {
    var one = starter.pendingAction(RunningStarter.alertOnADevice());
    var other = starter.pendingAction(RunningStarter.alertOnADevice());
    var shown = starter.get("/api/v1/actions/" + one).body().path("planHash").asString();

    var answer =
        starter.post(
            "/api/v1/actions/decisions",
            """
            {"decision":"REJECT","actionIds":["%s","%s"],"planHashes":{"%s":"%s","%s":"stale"}}"""
                .formatted(one, other, one, shown, other));

    assertThat(answer.status()).isEqualTo(200);
    var results = answer.body().path("results");
    assertThat(results.get(0).path("result").asString()).isEqualTo("COUNTED");
    assertThat(results.get(1).path("result").asString()).isEqualTo("STALE_PLAN");
    assertThat(results.get(1).path("status").asInt()).isEqualTo(409);
    assertThat(starter.get("/api/v1/actions/" + other).body().path("decision").asString())
        .isEqualTo("PENDING");
  }
}
