package dev.quaestor.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.json.LabJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Quaestor's script has its effect on a device of the lab; a foreign one is not run. */
class LiveResponseTest {
  private static final String SCRIPT = "Quaestor-LiveResponse-0123456789abcdef.ps1";
  private static final String PRINTER = "9e2f7b3c8a4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f";

  private LabTenant lab;
  private LabClient client;

  @BeforeEach
  void start() {
    lab = Contoso.quick();
    client = new LabClient(lab);
    upload(SCRIPT);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private void upload(String name) {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\n\r\nx\r\n--b--\r\n";
    client.upload("/api/libraryfiles", "multipart/form-data; boundary=b", part);
  }

  private JsonNode run(String script, String arguments) {
    var body = LabJson.object().put("Comment", "c");
    var params = body.putArray("Commands").addObject().put("type", "RunScript").putArray("params");
    params.addObject().put("key", "ScriptName").put("value", script);
    params.addObject().put("key", "Args").put("value", arguments);
    String machine = "/api/machines/" + Contoso.WORKSTATION;
    return client.post(machine + "/runliveresponse", body.toString()).json();
  }

  private JsonNode answer(String verb, Map<String, String> request) {
    var json = LabJson.object();
    request.forEach((key, value) -> json.put(key, base64(value)));
    String id = run(SCRIPT, verb + " " + base64(json.toString())).path("id").asString();
    String link =
        client
            .get("/api/machineactions/" + id + "/GetLiveResponseResultDownloadLink(index=0)")
            .json()
            .path("value")
            .asString();
    JsonNode result = LabJson.MAPPER.readTree(client.download(link));
    return LabJson.MAPPER.readTree(result.path("script_output").asString());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String state(String kind) {
    for (JsonNode item : lab.device(Contoso.WORKSTATION).orElseThrow().path("items")) {
      if (item.path("kind").asString().equals(kind)) {
        return item.path("state").asString();
      }
    }
    return "never met";
  }

  @Test
  void aTaskThatIsRemovedIsGoneUntilItIsPutBack() {
    JsonNode look = answer("look-task", Map.of("name", "\\Evil"));
    assertThat(look.path("found").asBoolean()).isTrue();
    assertThat(state("task")).isEqualTo("present");
    String image = look.path("image").toString();

    assertThat(answer("remove-task", Map.of("image", image)).path("changed").asBoolean()).isTrue();
    assertThat(state("task")).isEqualTo("removed");
    assertThat(answer("look-task", Map.of("name", "\\EVIL")).path("found").asBoolean()).isFalse();

    assertThat(answer("restore-task", Map.of("image", image)).path("changed").asBoolean()).isTrue();
    assertThat(state("task")).isEqualTo("present");
  }

  @Test
  void aVerbOrARequestThatMakesNoSenseIsRefusedByTheScript() {
    assertThat(answer("explode-task", Map.of()).path("refused").asString())
        .isEqualTo("UNKNOWN_VERB");
    assertThat(answer("kill-process", Map.of("pid", "1")).path("refused").asString())
        .isEqualTo("NOT_A_REQUEST");
  }

  @Test
  void argumentsThatTheVendorForbidsFailTheCommand() {
    String id = run(SCRIPT, "a; b").path("id").asString();
    assertThat(client.get("/api/machineactions/" + id).json().path("status").asString())
        .isEqualTo("Failed");
  }

  @Test
  void onlyADeviceThatIsNotManagedIsContained() {
    String contain = "{\"Comment\":\"c\",\"IsolationType\":\"UnManagedDevice\"}";
    assertThat(client.post("/api/machines/" + Contoso.SERVER + "/isolate", contain).status())
        .isEqualTo(400);
    assertThat(client.post("/api/machines/" + PRINTER + "/isolate", contain).status())
        .isEqualTo(201);
    assertThat(lab.device(PRINTER).orElseThrow().path("isolation").asString())
        .isEqualTo("UnManagedDevice");
  }
}
