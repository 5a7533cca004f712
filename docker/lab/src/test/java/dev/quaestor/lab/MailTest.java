package dev.quaestor.lab;

import static dev.quaestor.lab.LabClient.enc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.mime.MimeMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MailTest {

  private static final String MEGAN = "/v1.0/users/megan@contoso.example";
  private static final String PHISH = "<20261123073100.lab1101@woodgrove-support.example>";

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
  void aMessageIsFoundByItsInternetMessageIdAndAMoveGivesItANewId() {
    JsonNode phish = phish();
    String id = phish.path("id").asString();
    LabClient.Answer moved =
        client.post(
            MEGAN + "/messages/" + id + "/move",
            "{\"destinationId\":\"recoverableitemsdeletions\"}");
    String newId = moved.json().path("id").asString();
    assertThat(newId).isNotEqualTo(id);
    assertThat(moved.json().path("parentFolderId")).isNotEqualTo(phish.path("parentFolderId"));
    assertThat(client.get(MEGAN + "/messages/" + id).status()).isEqualTo(404);
    String folder =
        client.get(MEGAN + "/mailFolders/recoverableitemsdeletions").json().path("id").asString();
    assertThat(client.get(MEGAN + "/messages/" + newId).json().path("parentFolderId").asString())
        .isEqualTo(folder);
    assertThat(find().path("value").size()).isZero();
    String back = "{\"destinationId\":\"" + phish.path("parentFolderId").asString() + "\"}";
    assertThat(client.post(MEGAN + "/messages/" + newId + "/move", back).status()).isEqualTo(201);
    assertThat(find().path("value").size()).isEqualTo(1);
  }

  @Test
  void everySeededMessageIsWhatItsHeadersSay() {
    Map<String, String> messageIds = new HashMap<>();
    Map<String, Set<String>> mailboxes = new HashMap<>();
    for (JsonNode mailbox : lab.state().path("mailboxes")) {
      String address = mailbox.path("address").asString();
      for (JsonNode folder : mailbox.path("folders")) {
        for (JsonNode message : folder) {
          String network = message.path("networkMessageId").asString();
          String id = message.path("internetMessageId").asString();
          MimeMail raw =
              MimeMail.parse(
                  client
                      .get(
                          "/v1.0/users/%s/messages/%s/$value"
                              .formatted(address, message.path("id").asString()))
                      .raw()
                      .body());
          assertThat(raw.header("X-MS-Exchange-Organization-Network-Message-Id").trim())
              .isIn("", network);
          assertThat(raw.header("Message-ID").trim()).isEqualTo(id);
          assertThat(raw.subject()).isEqualTo(message.path("subject").asString()).isNotBlank();
          assertThat(raw.addresses("To"))
              .extracting(MimeMail.Address::address)
              .containsExactly(address);
          assertThat(messageIds.computeIfAbsent(network, n -> id)).isEqualTo(id);
          mailboxes.computeIfAbsent(network, n -> new HashSet<>()).add(address);
        }
      }
    }
    assertThat(messageIds.values()).doesNotHaveDuplicates();
    assertThat(mailboxes.values().stream().mapToInt(Set::size)).contains(2, 3, 4, 6);
    JsonNode clicks =
        client
            .post("/v1.0/security/runHuntingQuery", "{\"Query\":\"UrlClickEvents\"}")
            .json()
            .path("results");
    assertThat(clicks).isNotEmpty();
    for (JsonNode click : clicks) {
      assertThat(mailboxes.get(click.path("NetworkMessageId").asString()))
          .contains(click.path("AccountUpn").asString());
    }
  }

  @Test
  void anUnknownDestinationIsRefused() {
    String id = phish().path("id").asString();
    LabClient.Answer answer =
        client.post(MEGAN + "/messages/" + id + "/move", "{\"destinationId\":\"nowhere\"}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("ErrorItemNotFound");
  }

  @Test
  void remediationMovesExactlyTheNamedCopiesAndOnlyLater() {
    lab.actionDuration(Duration.ofMinutes(1));
    String body =
        """
        {"displayName":"clean","description":"d","severity":"medium","action":"softDelete","remediateSendersCopy":false,
         "analyzedEmails":[{"networkMessageId":"%s","recipientEmailAddress":"adele@contoso.example"},
                           {"networkMessageId":"%s","recipientEmailAddress":"nobody@contoso.example"}]}
        """
            .formatted(Contoso.CAMPAIGN, Contoso.CAMPAIGN);
    assertThat(client.post("/v1.0/security/collaboration/analyzedEmails/remediate", body).status())
        .isEqualTo(202);
    assertThat(folder("adele", "recoverableitemsdeletions")).isZero();
    lab.reset();
    client.post("/v1.0/security/collaboration/analyzedEmails/remediate", body);
    assertThat(folder("adele", "recoverableitemsdeletions")).isEqualTo(1);
    assertThat(folder("megan", "recoverableitemsdeletions")).isZero();
  }

  @Test
  void aRuleThatIsDisabledOrMadeAgainReadsAsBefore() {
    JsonNode rule = client.get(Contoso.INBOX_RULES).json().path("value").get(0);
    String path = Contoso.INBOX_RULES + "/" + enc(rule.path("id").asString());
    assertThat(
            client
                .call("PATCH", path, "{\"isEnabled\":false}")
                .json()
                .path("isEnabled")
                .asBoolean())
        .isFalse();
    assertThat(client.call("DELETE", path, null).status()).isEqualTo(204);
    assertThat(client.get(path).status()).isEqualTo(404);
    LabClient.Answer again = client.post(Contoso.INBOX_RULES, rule.toString());
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("actions")).isEqualTo(rule.path("actions"));
  }

  @Test
  void aDeletedMessageGoesByWayOfDeletedItemsAndAPurgedOneIsOutOfReach() {
    String id = phish().path("id").asString();
    assertThat(client.call("DELETE", MEGAN + "/messages/" + id, null).status()).isEqualTo(204);
    assertThat(folder("megan", "deleteditems")).isEqualTo(1);
    String now = phish().path("id").asString();
    assertThat(client.post(MEGAN + "/messages/" + now + "/permanentDelete", null).status())
        .isEqualTo(204);
    assertThat(client.get(MEGAN + "/messages/" + now).status()).isEqualTo(404);
  }

  @Test
  void aDeliveredMailIsInEveryMailboxUnderOneNetworkMessageId() {
    byte[] raw =
        "From: a@evil.example\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nhttp://evil.example/x\r\n"
            .getBytes(StandardCharsets.UTF_8);
    var delivered = lab.deliver(raw, List.of("new@contoso.example", "kim@contoso.example"));
    JsonNode message =
        client.get("/v1.0/users/new@contoso.example/messages").json().path("value").get(0);
    assertThat(message.path("subject").asString()).isEqualTo("café");
    assertThat(message.path("internetMessageId").asString())
        .isEqualTo(delivered.internetMessageId());
    String query =
        "EmailUrlInfo | where Url == 'http://evil.example/x' | distinct NetworkMessageId";
    JsonNode results =
        client
            .post("/v1.0/security/runHuntingQuery", "{\"Query\":\"" + query + "\"}")
            .json()
            .path("results");
    assertThat(results.size()).isEqualTo(1);
    assertThat(results.get(0).path("NetworkMessageId").asString())
        .isEqualTo(delivered.networkMessageId());
  }

  @Test
  void theSourceAndTheAttachmentsOfAMessageCanBeRead() {
    String id = phish().path("id").asString();
    String source =
        new String(
            client.get(MEGAN + "/messages/" + id + "/$value").raw().body(), StandardCharsets.UTF_8);
    assertThat(source).contains("Authentication-Results: mx.contoso.example");
    JsonNode attachment =
        client.get(MEGAN + "/messages/" + id + "/attachments").json().path("value").get(0);
    assertThat(attachment.path("name").asString()).isEqualTo("invoice.pdf.html");
  }

  @Test
  void aLongListIsPagedByLinks() {
    for (int i = 0; i < 12; i++) {
      lab.deliver(
          "From: a@b.example\r\n\r\nx".getBytes(StandardCharsets.UTF_8),
          List.of("many@contoso.example"));
    }
    JsonNode first =
        client.get("/v1.0/users/many@contoso.example/messages?$select=id&$top=5").json();
    assertThat(first.path("value").size()).isEqualTo(5);
    String next =
        first.path("@odata.nextLink").asString().substring(lab.baseUri().toString().length());
    assertThat(client.get(next).json().path("value").get(0))
        .isNotEqualTo(first.path("value").get(0));
    assertThat(first.path("value").get(0).has("subject")).isFalse();
  }

  @Test
  void aUserIsDisabledMarkedAndEnrolledOnFirstSight() {
    String user = "/v1.0/users/stranger@contoso.example";
    assertThat(client.call("PATCH", user, "{\"accountEnabled\":false}").status()).isEqualTo(204);
    assertThat(
            client
                .get(user + "?$select=accountEnabled")
                .json()
                .path("accountEnabled")
                .asBoolean(true))
        .isFalse();
    String id = client.get(user).json().path("id").asString();
    client.post(
        "/v1.0/identityProtection/riskyUsers/confirmCompromised", "{\"userIds\":[\"" + id + "\"]}");
    assertThat(lab.user("stranger@contoso.example").orElseThrow().path("riskState").asString())
        .isEqualTo("confirmedCompromised");
    assertThat(client.get("/v1.0/users/not-an-address").status()).isEqualTo(404);
  }

  private JsonNode phish() {
    return find().path("value").get(0);
  }

  private JsonNode find() {
    return client
        .get(MEGAN + "/messages?$filter=" + enc("internetMessageId eq '" + PHISH + "'"))
        .json();
  }

  private int folder(String user, String folder) {
    return lab.mailbox(user + "@contoso.example").orElseThrow().path("folders").path(folder).size();
  }
}
