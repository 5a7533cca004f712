package dev.quaestor.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.mime.MimeMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The four alerts that are shipped fit the tenant that is shipped. */
class ShippedAlertsTest {

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
  void theMaliciousFileIsKnownAsMalwareAndIsOnTheDevice() throws IOException {
    JsonNode alert = json("1-malicious-file.json");
    JsonNode file = alert.path("evidence").get(1);
    JsonNode reputation = client.get("/api/files/" + file.path("sha256").asString()).json();
    assertThat(reputation.path("determinationType").asString()).isEqualTo("Malware");
    assertThat(onDevice(alert.path("machineId").asString(), file.path("sha1").asString())).isTrue();
  }

  @Test
  void theSuspiciousFileHasNoDetermination() throws IOException {
    JsonNode evidence = json("2-suspicious-process.json").path("evidence");
    String sha1 = evidence.get(2).path("fileDetails").path("sha1").asString();
    JsonNode reputation = client.get("/api/files/" + sha1).json();
    assertThat(reputation.path("determinationType").isNull()).isTrue();
    assertThat(reputation.path("globalPrevalence").asInt()).isLessThan(5);
    assertThat(onDevice(evidence.get(0).path("mdeDeviceId").asString(), sha1)).isTrue();
  }

  @Test
  void theReportedPhishIsInTheReportersInboxAndInSixOtherMailboxes() throws IOException {
    MimeMail phish = MimeMail.parse(Files.readAllBytes(Path.of("alerts/3-reported-phish.eml")));
    assertThat(phish.header("Authentication-Results"))
        .startsWith("mx.contoso.example;")
        .contains("spf=fail")
        .contains("dmarc=fail");
    assertThat(phish.urls())
        .anyMatch(url -> url.contains("@198.51.100.23"))
        .anyMatch(url -> url.contains("://xn--"));
    assertThat(phish.attachments().get(0).name()).isEqualTo("invoice.pdf.html");
    List<String> places = new ArrayList<>();
    for (JsonNode mailbox : lab.state().path("mailboxes")) {
      for (var folder : mailbox.path("folders").properties()) {
        for (JsonNode message : folder.getValue()) {
          if (message.path("from").asString().equals(phish.from().address())) {
            places.add(mailbox.path("address").asString() + " " + folder.getKey());
          }
        }
      }
    }
    assertThat(places)
        .hasSize(7)
        .contains(
            "megan@contoso.example inbox",
            "diego@contoso.example junkemail",
            "henrietta@contoso.example deleteditems");
    assertThat(client.get(Contoso.INBOX_RULES).json().toString())
        .contains("drop@evil.example")
        .contains("kim@contoso.example");
  }

  @Test
  void theHarmlessFileIsCleanAndSigned() throws IOException {
    JsonNode file = json("4-harmless.json").path("evidence").get(1);
    JsonNode reputation = client.get("/api/files/" + file.path("sha1").asString()).json();
    assertThat(reputation.path("determinationType").asString()).isEqualTo("Clean");
    assertThat(reputation.path("isValidCertificate").asBoolean()).isTrue();
  }

  private boolean onDevice(String device, String sha1) {
    return lab.device(device).orElseThrow().path("files").toString().contains(sha1);
  }

  private static JsonNode json(String name) throws IOException {
    return LabJson.MAPPER.readTree(Files.readAllBytes(Path.of("alerts", name)));
  }
}
