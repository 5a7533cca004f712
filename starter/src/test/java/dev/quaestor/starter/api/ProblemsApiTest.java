package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.Submissions;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsApiTest {
  private final RunningStarter starter = RunningStarter.get();

  private int investigations() {
    return starter.get("/api/v1/investigations").body().path("total").asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/investigations/none,   '*/*',               404",
    "GET,    /api/v1/actions/none,          text/csv,            404",
    "DELETE, /api/v1/actions/none,          '*/*',               405",
    "GET,    /api/v1/investigations,        application/xml,     406",
    "GET,    /api/v1/investigations?page=x, '*/*',               400",
    "GET,    /api/v1/policy/none,           '*/*',               404",
    "DELETE, /api/v1/tokens/none,           '*/*',               404",
  })
  void everyRefusalIsAProblemDocument(String method, String path, String accept, int status) {
    var answer =
        starter.send(
            starter.request(path).header("Accept", accept).method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.body().path("title").asString()).isNotBlank();
    assertThat(answer.body().path("detail").asString()).isNotBlank();
    assertThat(path).startsWith(answer.body().path("instance").asString());
  }

  /** {@code YWN0LTk} is the id act-9, which there is not. */
  @ParameterizedTest
  @CsvSource({
    "investigations, cursor=YWN0LTk,  cursor,    nextCursor",
    "actions,        cursor=YWN0LTk,  cursor,    nextCursor",
    "actions,        cursor=%20,      cursor,    nextCursor",
    "investigations, attention=x,     attention, true or false",
    "investigations, page=x,          page,      whole number",
  })
  void aParameterThatMeansNothingIsRefusedAndIsNoEmptyList(
      String list, String query, String field, String says) {
    var answer = starter.get("/api/v1/" + list + "?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
    assertThat(answer.body().path("detail").asString()).contains(says);
  }

  @Test
  void aBodyOfAnotherMediaTypeIsRefusedWith415() {
    var answer =
        starter.send(
            starter
                .request("/api/v1/actions/decisions")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }

  @Test
  void truncatedJsonIsRefusedWithItsLine() {
    var before = investigations();

    var answer = starter.post("/api/v1/alerts", "{\"title\":\n\n\"unfinish");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("line").asInt()).isEqualTo(3);
    assertThat(investigations()).isEqualTo(before);
  }

  @Test
  void aWrongTypeInADecisionIsRefusedByItsField() {
    var answer =
        starter.post("/api/v1/actions/decisions", "{\"decision\":\"MAYBE\",\"actionIds\":[\"a\"]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("decision");
    assertThat(answer.body().path("line").asInt()).isEqualTo(1);
  }

  @Test
  void anAlertThatIsTooLargeForACaseIsRefusedWith413AndTheLimit() {
    var urls =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(
                i ->
                    "{\"type\":\"url\",\"value\":\"https://evil.example/%d/%s\"}"
                        .formatted(i, "a".repeat(6_000)))
            .collect(java.util.stream.Collectors.joining(","));

    var answer =
        starter.post(
            "/api/v1/alerts",
            "{\"quaestor\":\"alert/v1\",\"id\":\"1\",\"title\":\"t\",\"entities\":[" + urls + "]}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body().path("type").asString()).endsWith("alert-too-large");
    assertThat(answer.body().path("detail").asString()).contains("1048576 bytes");
  }

  @Test
  void elevenMebibytesAreRefusedWith413AlsoInChunks() {
    var before = investigations();
    var large = new byte[11 * 1024 * 1024];

    var declared =
        starter.send(starter.request("/api/v1/alerts").POST(BodyPublishers.ofByteArray(large)));
    var chunked =
        starter.send(
            starter
                .request("/api/v1/alerts")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

    assertThat(declared.status()).isEqualTo(413);
    assertThat(declared.contentType()).isEqualTo("application/problem+json");
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(investigations()).isEqualTo(before);
  }

  @Test
  void otherBodiesAreLimitedToOneMebibyte() {
    var answer =
        starter.post("/api/v1/actions/decisions", "{\"comment\":\"" + "x".repeat(1 << 20) + "\"}");

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void anUnknownFormatIsRefusedByName() {
    var answer = starter.post("/api/v1/alerts?format=carrier-pigeon", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("format");
    assertThat(answer.body().path("detail").asString()).contains("GRAPH_ALERT_V2");
  }

  @Test
  void aPolicyWithAnErrorInLineSevenChangesNothing() {
    var before = starter.send(starter.request("/api/v1/policy").GET());
    var yaml = "#\n".repeat(6) + "nonsense: 1\n";

    var answer = starter.send(starter.request("/api/v1/policy").PUT(BodyPublishers.ofString(yaml)));
    var after = starter.send(starter.request("/api/v1/policy").GET());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body().path("line").asInt()).isEqualTo(7);
    assertThat(after.http().body()).isEqualTo(before.http().body());
  }

  @Test
  void aValidPolicyIsANewRevisionWordForWord() {
    var yaml = starter.send(starter.request("/api/v1/policy").GET()).http().body();

    var answer =
        starter.send(
            starter
                .request("/api/v1/policy?comment=the%20same")
                .PUT(BodyPublishers.ofString(yaml + "# more\n")));
    var after = starter.send(starter.request("/api/v1/policy").GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("author").asString()).isEqualTo("admin");
    assertThat(after.http().body()).isEqualTo(yaml + "# more\n");
    assertThat(after.http().headers().firstValue("Quaestor-Policy-Revision"))
        .hasValue(answer.body().path("revision").asString());
  }

  @Test
  void hostileTextComesBackAsData() {
    var title = "<script>alert(1)</script>\u0001\u001b[31m\u202e";
    var alert = RunningStarter.alertOn("hostile-" + UUID.randomUUID(), title);
    var id = starter.bean(Submissions.class).submit(alert, RunningStarter.TESTER).investigationId();

    var answer = starter.get("/api/v1/investigations/" + id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body().path("title").asString()).isEqualTo(title);
    assertThat(answer.http().body()).doesNotContain("\u0001").contains("\\u0001");
    assertThat(answer.http().headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void anInvestigationIsReadableAtOnceAndToTheEnd() {
    var alert = RunningStarter.alertOnADevice();
    var id = starter.bean(Submissions.class).submit(alert, RunningStarter.TESTER).investigationId();

    var atOnce = starter.get("/api/v1/investigations/" + id);
    starter.pendingAction(alert);
    var cancelled = starter.post("/api/v1/investigations/" + id + "/cancel", "{\"rollback\":true}");
    starter.await(
        "/api/v1/investigations/" + id,
        r -> r.path("state").asString().equals("TERMINATED_BY_USER"));
    var again = starter.post("/api/v1/investigations/" + id + "/cancel", "{}");
    var log = starter.get("/api/v1/investigations/" + id + "/log").body();
    var later =
        starter.get("/api/v1/investigations/" + id + "/log?after=" + log.path("next").asLong());

    assertThat(atOnce.status()).isEqualTo(200);
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("investigation").path("state").asString())
        .isEqualTo("TERMINATED_BY_USER");
    assertThat(log.path("items").get(0).path("type").asString()).isEqualTo("alertAdded");
    assertThat(later.body().path("items")).isEmpty();
  }

  @Test
  void aTokenIsShownOnceAndShutOutWhenRevoked() {
    var made = starter.post("/api/v1/tokens", "{\"name\":\"Ann\",\"roles\":[\"viewer\"]}");
    var secret = made.body().path("token").asString();
    var listed = starter.get("/api/v1/tokens");
    var used = starter.send(starter.as(secret, "/api/v1/actions").GET());
    var revoked =
        starter.send(
            starter.request("/api/v1/tokens/" + made.body().path("tokenId").asString()).DELETE());
    var afterwards = starter.send(starter.as(secret, "/api/v1/actions").GET());

    assertThat(made.status()).isEqualTo(201);
    assertThat(listed.http().body()).contains("Ann").doesNotContain(secret);
    assertThat(used.status()).isEqualTo(200);
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(afterwards.status()).isEqualTo(401);
  }

  @Test
  void aTokenForARoleThatIsNoneIsRefusedByItsField() {
    var answer =
        starter.post("/api/v1/tokens", "{\"name\":\"Bob\",\"roles\":[\"viewer\",\"god\"]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("roles[1]");
  }

  @Test
  void theContractNamesEveryCallItsSchemaAndItsProblems() {
    var api = starter.get("/v3/api-docs").body();

    assertThat(api.path("paths").propertyNames())
        .contains("/api/v1/alerts", "/api/v1/actions/{id}/undo", "/api/v1/policy");
    assertThat(api.path("components").path("securitySchemes").has("bearer")).isTrue();
    assertThat(api.path("components").path("schemas").propertyNames())
        .contains("Action", "Investigation", "Problem");
    for (var path : api.path("paths")) {
      for (var operation : path) {
        assertThat(operation.path("summary").asString()).isNotBlank();
        assertThat(operation.path("responses").has("401")).isTrue();
      }
    }
  }

  @Test
  void theContractSaysOfEveryBodyOfOursThatItIsReadExactly() {
    var api = starter.get("/v3/api-docs").body();
    var schemas = api.path("components").path("schemas");
    var bodies = new TreeSet<String>();
    for (var path : api.path("paths")) {
      for (var operation : path) {
        for (var content : operation.path("requestBody").path("content")) {
          var schema = content.path("schema");
          var ref = schema.path("$ref").asString(schema.path("items").path("$ref").asString(""));
          if (!ref.isEmpty()) {
            bodies.add(ref.substring(ref.lastIndexOf('/') + 1));
          }
        }
      }
    }

    assertThat(bodies)
        .contains("ActionOrder", "Classification", "Missed", "NewIndicator", "UndoRequest");
    assertThat(bodies)
        .allSatisfy(
            name ->
                assertThat(schemas.path(name).path("additionalProperties").asBoolean(true))
                    .as(name)
                    .isFalse());
  }

  @Test
  void theContractSaysThatWhatIsNamedInThePathMayNotBeThere() {
    var paths = starter.get("/v3/api-docs").body().path("paths");

    paths
        .propertyStream()
        .filter(path -> path.getKey().contains("{"))
        .flatMap(path -> path.getValue().propertyStream())
        .forEach(
            operation ->
                assertThat(operation.getValue().path("responses").propertyNames())
                    .as(operation.getValue().path("summary").asString())
                    .contains("404"));
  }

  @Test
  void theContractSaysWhatAnEntityIs() {
    var schemas = starter.get("/v3/api-docs").body().path("components").path("schemas");

    for (var field : new String[] {"Action/target", "Evidence/entity", "OrderedItem/target"}) {
      assertThat(schemas.at("/" + field.replace("/", "/properties/") + "/$ref").asString())
          .as(field)
          .isEqualTo("#/components/schemas/Entity");
    }
    var mapping = schemas.path("Entity").path("discriminator").path("mapping");
    assertThat(mapping.propertyNames()).contains("device", "file", "mailMessage", "other");
    assertThat(schemas.path("FileEntity").path("properties").propertyNames())
        .contains("type", "deviceId", "sha256", "size");
    assertThat(schemas.at("/ProcessEntity/properties/startedAt/format").asString())
        .isEqualTo("date-time");
    assertThat(schemas.at("/ProcessEntity/properties/image/properties").propertyNames())
        .contains("sha256");
  }

  @Test
  void everyEntityThatTheApiGivesOutIsAsTheContractSays() {
    var schemas = starter.get("/v3/api-docs").body().path("components").path("schemas");
    var id = starter.pendingAction(RunningStarter.alertOnADevice());
    var target = starter.get("/api/v1/actions/" + id).body().path("target");

    assertThat(schemas.path("DeviceEntity").path("properties").propertyNames())
        .containsAll(target.propertyNames());
  }

  @Test
  void theContractSaysWhatAnAlertOfOursIs() {
    var api = starter.get("/v3/api-docs").body();

    assertThat(api.at("/components/schemas/QuaestorAlert/properties").propertyNames())
        .contains("quaestor", "id", "title", "severity", "entities");
    assertThat(api.path("paths").path("/api/v1/alerts").toString())
        .contains("#/components/schemas/QuaestorAlert");
  }

  @Test
  void theContractSaysWhatAnOrderAndACaseByHandAre() {
    var api = starter.get("/v3/api-docs").body();

    assertThat(api.at("/components/schemas/ActionOrder/properties").propertyNames())
        .contains("type", "target", "targets", "devices", "parameters", "comment", "propose");
    assertThat(api.at("/components/schemas/ActionOrder/properties/type/enum").toString())
        .contains("ISOLATE_DEVICE");
    assertThat(api.at("/components/schemas/ManualInvestigation/required").toString())
        .contains("title", "entities");
    assertThat(api.at("/components/schemas/Entity").has("additionalProperties")).isFalse();
    for (var path :
        new String[] {
          "/api/v1/actions", "/api/v1/investigations", "/api/v1/investigations/{id}/missed"
        }) {
      var body = api.path("paths").path(path).at("/post/requestBody/content/application~1json");
      assertThat(body.at("/schema/$ref").asString()).as(path).startsWith("#/components/schemas/");
      assertThat(body.has("example")).as(path).isTrue();
    }
  }

  @Test
  void everyCallHasANameOfItsOwnThatDoesNotHangOnTheOthers() {
    var ids = new TreeSet<String>();
    for (var path : starter.get("/v3/api-docs").body().path("paths")) {
      for (var operation : path) {
        var id = operation.path("operationId").asString();
        assertThat(id).matches("[a-z][A-Za-z]*\\.[a-z][A-Za-z]*");
        assertThat(ids.add(id)).as(id).isTrue();
      }
    }
    assertThat(ids).contains("actions.list", "investigations.report", "policy.put");
  }

  @Test
  void theContractNamesWhatIsAnsweredAndThatNobodyMayAnswerInTime() {
    var paths = starter.get("/v3/api-docs").body().path("paths");

    assertThat(paths.toString()).doesNotContain("*/*");
    assertThat(paths.path("/api/v1/actions/{id}/approve").path("post").path("responses"))
        .anySatisfy(r -> assertThat(r.path("description").asString()).contains("in time"));
    assertThat(paths.path("/api/v1/alerts").path("post").path("responses").has("504")).isTrue();
  }
}
