package dev.quaestor.lab;

import static dev.quaestor.lab.LabClient.enc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.Duplicates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MachineActionTest {

  private static final String ISOLATE = "{\"Comment\":\"test\",\"IsolationType\":\"Full\"}";
  private static final String COMMENT = "{\"Comment\":\"test\"}";
  private static final String SERVER = "/api/machines/" + Contoso.SERVER;

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
  void aListenerIsToldOfAnActionWhenItTakesEffectAndNotWhenItIsAccepted() {
    var told = new ArrayList<LabTenant.Effect>();
    lab.onEffect(told::add);
    client.post(SERVER + "/isolate", ISOLATE);
    assertThat(told).isEmpty();
    assertThat(server().path("isolated").asBoolean()).isTrue();
    assertThat(told).containsExactly(new LabTenant.Effect(Contoso.SERVER, "Isolate"));
  }

  @Test
  void anActionTakesEffectWhenItEndsAndNotWhenItIsAccepted() throws InterruptedException {
    lab.actionDuration(Duration.ofMillis(300));
    String id = client.post(SERVER + "/isolate", ISOLATE).json().path("id").asString();
    assertThat(server().path("isolated").asBoolean()).isFalse();
    Thread.sleep(180);
    assertThat(status(id)).isEqualTo("InProgress");
    Thread.sleep(200);
    assertThat(status(id)).isEqualTo("Succeeded");
    assertThat(server().path("isolation").asString()).isEqualTo("Full");
    client.post(SERVER + "/unisolate", COMMENT);
    lab.actionDuration(Duration.ZERO);
    assertThat(server().path("isolated").asBoolean()).isFalse();
  }

  @Test
  void aFilterByDeviceNamesTheSameActionsHoweverItIsWritten() {
    String other = "/api/machines/" + "ab".repeat(20);
    client.post(SERVER + "/isolate", ISOLATE);
    client.post(SERVER + "/unisolate", COMMENT);
    client.post(other + "/isolate", ISOLATE);
    String here = "machineId eq '" + Contoso.SERVER + "'";
    String there = "machineId eq '" + "ab".repeat(20) + "'";

    assertThat(listed(here)).containsExactly("Unisolate", "Isolate");
    assertThat(listed(there)).containsExactly("Isolate");
    assertThat(listed(here.toUpperCase(Locale.ROOT).replace(" EQ ", " eq ")))
        .containsExactly("Unisolate", "Isolate");
    assertThat(listed(here + " and (type eq 'Isolate' or type eq 'Offboard')"))
        .containsExactly("Isolate");
    assertThat(listed("(" + here + ") and type eq 'Isolate'")).containsExactly("Isolate");
    assertThat(listed(here + " or " + there)).containsExactly("Isolate", "Unisolate", "Isolate");
    assertThat(listed("not " + there)).containsExactly("Unisolate", "Isolate");
    assertThat(listed(here + " and " + there)).isEmpty();
    assertThat(listed("machineId eq '" + "cd".repeat(20) + "'")).isEmpty();
    assertThat(client.get("/api/machineactions?$filter=" + enc(here + " and")).status())
        .isEqualTo(400);
  }

  private List<String> listed(String filter) {
    JsonNode list = client.get("/api/machineactions?$filter=" + enc(filter)).json().path("value");
    return list.valueStream().map(action -> action.path("type").asString()).toList();
  }

  @Test
  void aRepeatedIsolateWhileOneIsPendingIsRefusedWith400() {
    lab.actionDuration(Duration.ofMinutes(1));
    client.post(SERVER + "/isolate", ISOLATE);
    LabClient.Answer again = client.post(SERVER + "/isolate", ISOLATE);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().path("error").path("message").asString())
        .isEqualTo("Action is already in progress");
    assertThat(client.post(SERVER + "/unisolate", COMMENT).status()).isEqualTo(201);
    assertThat(client.post("/api/machines/" + Contoso.WORKSTATION + "/isolate", ISOLATE).status())
        .isEqualTo(201);
  }

  @Test
  void aToleratedDuplicateFinishesAfterTheReleaseAndLeavesTheDeviceIsolated()
      throws InterruptedException {
    lab.duplicates(Duplicates.ACCEPT);
    lab.actionDuration(Duration.ofMillis(100));
    client.post(SERVER + "/isolate", ISOLATE);
    String second = client.post(SERVER + "/isolate", ISOLATE).json().path("id").asString();
    Thread.sleep(250);
    assertThat(server().path("isolated").asBoolean()).isTrue();
    assertThat(status(second)).isEqualTo("Pending");
    String release = client.post(SERVER + "/unisolate", COMMENT).json().path("id").asString();
    Thread.sleep(130);
    assertThat(status(release)).isEqualTo("Succeeded");
    Thread.sleep(130);
    assertThat(status(second)).isEqualTo("Succeeded");
    assertThat(server().path("isolated").asBoolean()).isTrue();
  }

  @Test
  void actionsOfAnOfflineDeviceWaitUntilItIsBack() {
    lab.offline("srv-files-01.contoso.example");
    String id = client.post(SERVER + "/isolate", ISOLATE).json().path("id").asString();
    assertThat(status(id)).isEqualTo("Pending");
    assertThat(server().path("isolated").asBoolean()).isFalse();
    assertThat(client.get(SERVER).json().path("healthStatus").asString()).isEqualTo("Active");
    lab.online(Contoso.SERVER);
    assertThat(status(id)).isEqualTo("Succeeded");
    assertThat(server().path("isolated").asBoolean()).isTrue();
  }

  @Test
  void anActionThatWasToldToFailEndsFailedWithoutEffect() {
    lab.fault(Fault.failAction("POST /api/machines/*/isolate", 1));
    String id = client.post(SERVER + "/isolate", ISOLATE).json().path("id").asString();
    JsonNode action = client.get("/api/machineactions/" + id).json();
    assertThat(action.path("status").asString()).isEqualTo("Failed");
    assertThat(action.path("troubleshootInfo").asString()).isNotBlank();
    assertThat(server().path("isolated").asBoolean()).isFalse();
  }

  @Test
  void aMissingOrMisspeltCommentIsRefused() {
    assertThat(client.post(SERVER + "/unisolate", "{\"comment\":\"lower case\"}").code())
        .isEqualTo("MissingRequiredParameter");
    assertThat(client.post(SERVER + "/offboard", "{}").status()).isEqualTo(400);
    assertThat(
            client
                .post(SERVER + "/StopAndQuarantineFile", "{\"Comment\":\"c\",\"Sha1\":\"xyz\"}")
                .code())
        .isEqualTo("InvalidHashValue");
  }

  @Test
  void anUnknownDeviceEnrolsOnFirstSightAndItsFilesToo() {
    String path = "/api/machines/" + Contoso.UNKNOWN_DEVICE;
    assertThat(client.get(path).status()).isEqualTo(200);
    client.post(
        path + "/StopAndQuarantineFile", "{\"Comment\":\"c\",\"Sha1\":\"" + Contoso.CLEAN + "\"}");
    JsonNode file = lab.device(Contoso.UNKNOWN_DEVICE).orElseThrow().path("files").get(0);
    assertThat(file.path("state").asString()).isEqualTo("quarantined");
    assertThat(client.get("/api/machines/not-an-id").status()).isEqualTo(404);
  }

  @Test
  void aQuarantinedFileIsReleasedByTheLibraryScript() {
    String machine = "/api/machines/" + Contoso.WORKSTATION;
    client.post(
        machine + "/StopAndQuarantineFile",
        "{\"Comment\":\"c\",\"Sha1\":\"" + Contoso.MALICIOUS + "\"}");
    assertThat(fileState()).isEqualTo("quarantined");
    String id = script(machine, "Quaestor-ReleaseFromQuarantine.ps1", Contoso.MALICIOUS);
    assertThat(status(id)).isEqualTo("Succeeded");
    assertThat(fileState()).isEqualTo("present");
    JsonNode result = LabJson.MAPPER.readTree(client.download(link(id, 0)));
    assertThat(result.path("exit_code").asInt()).isZero();
    String again = script(machine, "Quaestor-ReleaseFromQuarantine.ps1", Contoso.MALICIOUS);
    assertThat(LabJson.MAPPER.readTree(client.download(link(again, 0))).path("exit_code").asInt())
        .isOne();
  }

  @Test
  void anUnknownScriptFailsItsCommandAndTheAction() {
    String id = script(SERVER, "nothing.ps1", "");
    JsonNode action = client.get("/api/machineactions/" + id).json();
    assertThat(action.path("status").asString()).isEqualTo("Failed");
    assertThat(action.path("commands").get(0).path("commandStatus").asString()).isEqualTo("Failed");
  }

  @Test
  void aSampleThatIsFetchedHasTheHashOfTheAlert() throws NoSuchAlgorithmException {
    String path = "C:\\\\Users\\\\j.doe\\\\Downloads\\\\invoice-2026-11.exe";
    String body =
        "{\"Comment\":\"c\",\"Commands\":[{\"type\":\"GetFile\",\"params\":[{\"key\":\"Path\",\"value\":\""
            + path
            + "\"}]}]}";
    String id =
        client
            .post("/api/machines/" + Contoso.WORKSTATION + "/runliveresponse", body)
            .json()
            .path("id")
            .asString();
    byte[] sample = client.download(link(id, 0));
    String sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(sample));
    assertThat(sha1).isEqualTo(Contoso.MALICIOUS);
  }

  @Test
  void aSecondLiveResponseSessionOnADeviceIsRefused() {
    lab.actionDuration(Duration.ofMinutes(1));
    script(SERVER, "a.ps1", "");
    String body =
        "{\"Comment\":\"c\",\"Commands\":[{\"type\":\"RunScript\",\"params\":[{\"key\":\"ScriptName\",\"value\":\"a\"}]}]}";
    assertThat(client.post(SERVER + "/runliveresponse", body).code())
        .isEqualTo("ActiveRequestAlreadyExists");
  }

  @Test
  void thePackageIsARealZipWithAManifestOnceItIsCollected() throws IOException {
    lab.offline(Contoso.SERVER);
    String id =
        client.post(SERVER + "/collectInvestigationPackage", COMMENT).json().path("id").asString();
    assertThat(client.get("/api/machineactions/" + id + "/getPackageUri").status()).isEqualTo(404);
    lab.online(Contoso.SERVER);
    String quoted =
        client.get("/api/machineactions/" + id + "/getPackageUri").json().path("value").asString();
    assertThat(quoted).startsWith("\"").endsWith("\"");
    byte[] zip = client.download(quoted.replace("\"", ""));
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      assertThat(in.getNextEntry().getName()).isEqualTo("manifest.json");
      assertThat(LabJson.MAPPER.readTree(in.readAllBytes()).path("machineId").asString())
          .isEqualTo(Contoso.SERVER);
    }
    assertThat(client.download(quoted.replace("\"", ""))).isEqualTo(zip);
  }

  @Test
  void anOpenActionCanBeCancelledAndAFinalOneNot() {
    lab.actionDuration(Duration.ofMinutes(1));
    String id =
        client.post(SERVER + "/restrictCodeExecution", COMMENT).json().path("id").asString();
    assertThat(
            client
                .post("/api/machineactions/" + id + "/cancel", COMMENT)
                .json()
                .path("status")
                .asString())
        .isEqualTo("Cancelled");
    assertThat(client.post("/api/machineactions/" + id + "/cancel", COMMENT).status())
        .isEqualTo(400);
    assertThat(client.post("/api/machineactions/" + Contoso.CAMPAIGN + "/cancel", COMMENT).status())
        .isEqualTo(404);
    lab.actionDuration(Duration.ZERO);
    assertThat(server().path("restricted").asBoolean()).isFalse();
  }

  @Test
  void machineActionsAreFilteredByDocumentedPropertiesOnly() {
    client.post(SERVER + "/isolate", ISOLATE);
    client.post("/api/machines/" + Contoso.WORKSTATION + "/isolate", ISOLATE);
    String filter =
        "machineId eq '"
            + Contoso.SERVER
            + "' and type eq 'Isolate' and (status eq 'Pending' or status eq 'Succeeded') and creationDateTimeUtc ge 2020-01-01T00:00:00Z";
    JsonNode list = client.get("/api/machineactions?$filter=" + enc(filter)).json();
    assertThat(list.path("value").size()).isEqualTo(1);
    assertThat(client.get("/api/machineactions?$top=1&$skip=1").json().path("value").size())
        .isEqualTo(1);
    assertThat(client.get("/api/machineactions?$filter=" + enc("requestorComment eq 'x'")).code())
        .isEqualTo("ODataError");
    assertThat(client.get("/api/machineactions?$filter=" + enc("status eq 'Pend")).status())
        .isEqualTo(400);
  }

  @Test
  void anOffboardedDeviceNoLongerReports() {
    assertThat(client.post(SERVER + "/offboard", COMMENT).status()).isEqualTo(200);
    assertThat(client.get(SERVER).json().path("healthStatus").asString()).isEqualTo("Inactive");
    assertThat(server().path("offboarded").asBoolean()).isTrue();
  }

  @Test
  void anUploadedScriptCanBeRun() {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"own.ps1\"\r\n\r\nWrite-Output 1\r\n--b--\r\n";
    assertThat(client.upload("/api/libraryfiles", "multipart/form-data; boundary=b", part).status())
        .isEqualTo(200);
    assertThat(status(script(SERVER, "own.ps1", ""))).isEqualTo("Succeeded");
  }

  private String script(String machine, String name, String arguments) {
    String body =
        "{\"Comment\":\"c\",\"Commands\":[{\"type\":\"RunScript\",\"params\":[{\"key\":\"ScriptName\",\"value\":\""
            + name
            + "\"},{\"key\":\"Args\",\"value\":\""
            + arguments
            + "\"}]}]}";
    return client.post(machine + "/runliveresponse", body).json().path("id").asString();
  }

  private String link(String id, int index) {
    return client
        .get(
            "/api/machineactions/" + id + "/GetLiveResponseResultDownloadLink(index=" + index + ")")
        .json()
        .path("value")
        .asString();
  }

  private String status(String id) {
    return client.get("/api/machineactions/" + id).json().path("status").asString();
  }

  private JsonNode server() {
    return lab.device(Contoso.SERVER).orElseThrow();
  }

  private String fileState() {
    return lab.device(Contoso.WORKSTATION)
        .orElseThrow()
        .path("files")
        .get(0)
        .path("state")
        .asString();
  }
}
