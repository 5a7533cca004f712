package dev.quaestor.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.json.LabJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HuntingTest {

  private static LabTenant lab;
  private static LabClient client;

  @BeforeAll
  static void start() {
    lab = Contoso.quick();
    client = new LabClient(lab);
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @Test
  void theWholeCampaignIsFoundBySenderAndTime() {
    JsonNode rows =
        hunt(
            "EmailEvents | where SenderFromAddress =~ 'ALERTS@woodgrove-support.example' and Timestamp > ago(7d)"
                + " | project NetworkMessageId, RecipientEmailAddress, LatestDeliveryLocation | order by RecipientEmailAddress asc");
    assertThat(rows.size()).isEqualTo(7);
    assertThat(rows.get(0).path("RecipientEmailAddress").asString())
        .isEqualTo("adele@contoso.example");
    assertThat(rows.get(2).path("LatestDeliveryLocation").asString()).isEqualTo("Junk folder");
  }

  @Test
  void operatorsCombineAsTheyAreWritten() {
    assertThat(
            count(
                "EmailEvents | where Subject startswith 'urgent' and (UrlCount > 1 or AttachmentCount == 1)"))
        .isEqualTo(7);
    assertThat(
            count(
                "EmailEvents | where Subject has 'lunch' and not(RecipientEmailAddress in ('adele@contoso.example'))"))
        .isEqualTo(1);
    assertThat(
            count(
                "EmailEvents | where RecipientEmailAddress !in (\"megan@contoso.example\") and Subject contains 'lunch'"))
        .isEqualTo(1);
    assertThat(count("EmailEvents | where Subject has 'lunc'")).isZero();
    assertThat(count("EmailEvents // a comment\n| where Timestamp < ago(1s) | take 3"))
        .isEqualTo(3);
    assertThat(count("EmailAttachmentInfo | where FileName endswith '.html' | distinct SHA256"))
        .isEqualTo(1);
    assertThat(count("UrlClickEvents | where ActionType != 'ClickBlocked'")).isEqualTo(1);
    assertThat(
            count(
                "DeviceFileEvents | where SHA1 == '"
                    + Contoso.MALICIOUS
                    + "' and DeviceName startswith 'ws-'"))
        .isEqualTo(1);
    assertThat(
            hunt("DeviceInfo | where MachineGroup == 'Servers' | count")
                .get(0)
                .path("Count")
                .asInt())
        .isEqualTo(1);
    assertThat(count("EmailEvents | top 2 by Timestamp desc")).isEqualTo(2);
  }

  @Test
  void aValueWithQuotesAndOperatorsStaysAValue() {
    assertThat(count("EmailEvents | where Subject == \"x\\\" or 1 == 1 | take 1 //\"")).isZero();
    assertThat(count("EmailEvents | where Subject == 'x\\' or true == true'")).isZero();
    assertThat(count("DeviceFileEvents | where FolderPath startswith @'C:\\Windows\\Temp'"))
        .isEqualTo(1);
    assertThat(count("DeviceFileEvents | where FolderPath startswith 'C:\\\\Windows\\\\Temp'"))
        .isEqualTo(1);
  }

  @Test
  void whatIsPutIntoATableIsFoundThere() {
    var row = LabJson.object().put("DeviceId", "d1").put("ActionType", "RegistryValueSet");
    row.put("RegistryKey", "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run");
    var asked = LabJson.object().put("table", "DeviceRegistryEvents");
    asked.set("row", row);

    assertThat(client.post("/lab/telemetry", asked.toString()).status()).isEqualTo(204);

    assertThat(
            count(
                "DeviceRegistryEvents | where DeviceId == 'd1' and Timestamp > ago(1m) and RegistryKey endswith @'\\CurrentVersion\\Run'"))
        .isEqualTo(1);
    asked.set("row", LabJson.object().put("NoColumn", "x"));
    assertThat(client.post("/lab/telemetry", asked.toString()).status()).isEqualTo(400);
    asked.put("table", "Nothing");
    assertThat(client.post("/lab/telemetry", asked.toString()).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EmailEvents | where",
        "EmailEvents | where Subject == 'open",
        "Nothing | take 1",
        "EmailEvents | drop 1",
        "EmailEvents | where NoColumn == 1",
        "EmailEvents | take x",
        "EmailEvents | where Subject == 'a' 'b'",
        "EmailEvents | where Timestamp > ago(x)",
        "EmailEvents ; EmailEvents",
        "\u0000",
        "EmailEvents | where ((((Subject == 'a'",
        "EmailEvents | where Subject == \"a\\q\"",
        "EmailEvents | where Timestamp > datetime(2026-99-99)"
      })
  void whatIsNotUnderstoodIsRefusedWith400(String query) {
    LabClient.Answer answer = client.post("/v1.0/security/runHuntingQuery", body(query));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BadRequest");
  }

  private static int count(String query) {
    return hunt(query).size();
  }

  private static JsonNode hunt(String query) {
    LabClient.Answer answer = client.post("/v1.0/security/runHuntingQuery", body(query));
    assertThat(answer.status()).as(() -> new String(answer.raw().body())).isEqualTo(200);
    return answer.json().path("results");
  }

  private static String body(String query) {
    return LabJson.object().put("Query", query).toString();
  }
}
