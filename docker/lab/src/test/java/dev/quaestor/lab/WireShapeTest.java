package dev.quaestor.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.json.LabJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/**
 * Holds the lab to the vendor's documented payloads: every field of the sample is there, of the
 * same JSON type.
 */
class WireShapeTest {

  private LabTenant lab;
  private LabClient client;

  @BeforeEach
  void start() {
    lab = Contoso.quick();
    client = new LabClient(lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void anIsolationReadsAsTheDocumentedMachineAction() {
    String id = isolate("Selective");
    JsonNode action = client.get("/api/machineactions/" + id).json();
    assertShape(action, sample("mde-machineaction-isolate-succeeded.json"));
    assertThat(action.path("status").asString()).isEqualTo("Succeeded");
    assertThat(action.path("scope").asString()).isEqualTo("Selective");
  }

  @Test
  void aListOfMachineActionsNamesTheLastUpdateDifferently() {
    String machine = "/api/machines/" + Contoso.WORKSTATION;
    client.post(
        machine + "/StopAndQuarantineFile",
        "{\"Comment\":\"c\",\"Sha1\":\"" + Contoso.MALICIOUS + "\"}");
    client.post(machine + "/runAntiVirusScan", "{\"Comment\":\"c\",\"ScanType\":\"Full\"}");
    client.post(machine + "/collectInvestigationPackage", "{\"Comment\":\"c\"}");
    JsonNode list = client.get("/api/machineactions").json();
    assertShape(list, sample("mde-machineactions-list.json"));
    assertThat(list.path("value").get(0).has("lastUpdateDateTimeUtc")).isFalse();
  }

  @Test
  void machinesFilesAndAlertsReadAsDocumented() {
    assertShape(
        client.get("/api/machines/" + Contoso.WORKSTATION).json(), sample("mde-machine.json"));
    assertShape(client.get("/api/files/" + Contoso.CLEAN).json(), sample("mde-file.json"));
    JsonNode alert =
        client.get("/api/alerts/da638991201000000001_1001000001?$expand=evidence").json();
    assertShape(alert, without(sample("mde-alert-with-evidence.json"), "comments"));
    assertThat(alert.path("evidence").size()).isEqualTo(2);
  }

  @Test
  void theGraphAlertReadsAsDocumented() {
    JsonNode alert = client.get("/v1.0/security/alerts_v2/da638991202000000002_1001000002").json();
    JsonNode sample = sample("graph-alert-v2.json");
    assertShape(alert, without(without(sample, "evidence"), "systemTags"));
    for (JsonNode documented : sample.path("evidence")) {
      String type = documented.path("@odata.type").asString();
      for (JsonNode evidence : alert.path("evidence")) {
        if (evidence.path("@odata.type").asString().equals(type)) {
          assertShape(evidence, documented);
        }
      }
    }
  }

  @Test
  void aLiveResponseRequestIsTakenAndAnsweredAsDocumented() {
    String path = "/api/machines/" + Contoso.SERVER + "/runliveresponse";
    LabClient.Answer answer =
        client.post(path, sample("mde-runliveresponse-request.json").toString());
    assertThat(answer.status()).isEqualTo(200);
    assertShape(answer.json(), sample("mde-runliveresponse-response-pending.json"));
  }

  @Test
  void indicatorsAreTakenAndReadAsDocumented() {
    LabClient.Answer posted =
        client.post("/api/indicators", sample("mde-indicator-post-request.json").toString());
    assertThat(posted.status()).isEqualTo(200);
    assertShape(posted.json(), sample("mde-indicator-get.json"));
    LabClient.Answer imported =
        client.post(
            "/api/indicators/import", sample("mde-indicators-import-request.json").toString());
    assertShape(imported.json(), sample("mde-indicators-import-response.json"));
    assertThat(client.get("/api/indicators").json().path("value").size()).isEqualTo(2);
  }

  @Test
  void alertUpdatesAreTakenAsDocumented() {
    assertThat(
            client
                .call(
                    "PATCH",
                    "/api/alerts/da638991204000000004_1001000004",
                    sample("mde-update-alert-request.json").toString())
                .json()
                .path("status")
                .asString())
        .isEqualTo("Resolved");
    assertThat(
            client
                .call(
                    "PATCH",
                    "/v1.0/security/alerts_v2/da638991202000000002_1001000002",
                    sample("graph-update-alert-request.json").toString())
                .json()
                .path("classification")
                .asString())
        .isEqualTo("truePositive");
  }

  @Test
  void libraryFilesInvestigationsAndHuntingReadAsDocumented() {
    assertShape(client.get("/api/libraryfiles").json(), sample("mde-libraryfiles-list.json"));
    JsonNode investigation =
        client
            .post("/api/machines/" + Contoso.SERVER + "/startInvestigation", "{\"Comment\":\"c\"}")
            .json();
    assertShape(
        investigation, without(sample("mde-investigation-running.json"), "triggeringAlertId"));
    String query =
        "{\"Query\":\"DeviceFileEvents | project Timestamp, FileName, InitiatingProcessFileName, DeviceId\"}";
    assertShape(
        client.post("/api/advancedqueries/run", query).json(),
        sample("mde-advancedqueries-response.json"));
    assertShape(
        client.post("/v1.0/security/runHuntingQuery", query).json(),
        sample("graph-runhuntingquery-response.json"));
  }

  @Test
  void movedMessagesAndRulesReadAsDocumented() {
    String messages = "/v1.0/users/megan@contoso.example/messages";
    String id = client.get(messages + "?$top=1").json().path("value").get(0).path("id").asString();
    LabClient.Answer moved =
        client.post(messages + "/" + id + "/move", "{\"destinationId\":\"deleteditems\"}");
    assertThat(moved.status()).isEqualTo(201);
    assertShape(moved.json(), sample("graph-message-move-response.json"));
    JsonNode rules = client.get(Contoso.INBOX_RULES).json();
    JsonNode documented =
        without(
            without(
                sample("graph-messagerules-list-forwarding.json").path("value").get(1),
                "conditions"),
            "@odata.context");
    assertShape(rules.path("value").get(0), documented);
  }

  @Test
  void mailRemediationIsAnsweredWith202AndAPortalLink() {
    LabClient.Answer answer =
        client.post(
            "/v1.0/security/collaboration/analyzedEmails/remediate",
            sample("graph-analyzedemails-remediate-v1-request.json").toString());
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.raw().body()).isEmpty();
    assertThat(answer.raw().headers().firstValue("Location").orElse(""))
        .startsWith("https://security.microsoft.com/action-center/history?filters={\"bulkId\":[\"");
  }

  @Test
  void identityCallsAnswerAsDocumented() {
    assertShape(
        client.post("/v1.0/users/alex@contoso.example/revokeSignInSessions", null).json(),
        sample("graph-revokesigninsessions-response.json"));
    LabClient.Answer confirmed =
        client.post(
            "/v1.0/identityProtection/riskyUsers/confirmCompromised",
            sample("graph-riskyusers-confirmcompromised-request.json").toString());
    assertThat(confirmed.status()).isEqualTo(204);
    assertShape(
        client
            .post(
                "/v1.0/security/identities/identityAccounts/x/invokeAction",
                sample("graph-identityaccounts-invokeaction-request.json").toString())
            .json(),
        sample("graph-identityaccounts-invokeaction-response.json"));
  }

  @Test
  void errorsHaveTheDocumentedShape() {
    JsonNode documented = sample("mde-errors.json").get(0);
    LabClient.Answer unknown = client.get("/api/machines/123123123");
    assertThat(unknown.status()).isEqualTo(404);
    assertShape(unknown.json(), documented);
    assertThat(unknown.code()).isEqualTo("ResourceNotFound");
    LabClient.Answer broken =
        client.post("/api/machines/" + Contoso.SERVER + "/isolate", "{\"Comment\":");
    assertThat(broken.code()).isEqualTo("InvalidRequestBody");
    LabClient.Answer graph = client.get("/v1.0/users/megan@contoso.example/messages/nothing");
    assertThat(graph.code()).isEqualTo("ErrorItemNotFound");
    assertThat(graph.json().path("error").path("innerError").path("request-id").isString())
        .isTrue();
  }

  private String isolate(String type) {
    LabClient.Answer answer =
        client.post(
            "/api/machines/" + Contoso.SERVER + "/isolate",
            "{\"Comment\":\"test\",\"IsolationType\":\"" + type + "\"}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("status").asString()).isEqualTo("Pending");
    return answer.json().path("id").asString();
  }

  private static void assertShape(JsonNode actual, JsonNode sample) {
    assertShape(actual, sample, "$");
  }

  /** A null in the sample says nothing of the type; of an array the first elements are compared. */
  private static void assertShape(JsonNode actual, JsonNode sample, String path) {
    for (Map.Entry<String, JsonNode> field : sample.properties()) {
      String at = path + "." + field.getKey();
      assertThat(actual.has(field.getKey())).as("field %s is there", at).isTrue();
      JsonNode value = actual.path(field.getKey());
      JsonNode wanted = field.getValue();
      if (!wanted.isNull() && !value.isNull()) {
        assertThat(kind(value)).as("type of %s", at).isEqualTo(kind(wanted));
        assertShape(value, wanted, at);
      }
    }
    if (sample.isArray() && !sample.isEmpty() && sample.get(0).isObject()) {
      assertThat(actual.isEmpty()).as("%s has elements", path).isFalse();
      assertShape(actual.get(0), sample.get(0), path + "[0]");
    }
  }

  private static JsonNodeType kind(JsonNode node) {
    return node.getNodeType();
  }

  private static JsonNode without(JsonNode node, String field) {
    var copy = (tools.jackson.databind.node.ObjectNode) node.deepCopy();
    copy.remove(field);
    return copy;
  }

  private static JsonNode sample(String name) {
    try (InputStream in = WireShapeTest.class.getResourceAsStream("/wire/" + name)) {
      return LabJson.MAPPER.readTree(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
