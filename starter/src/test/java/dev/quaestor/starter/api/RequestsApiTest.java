package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.TokenStore;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key is one request of one caller, and what somebody proposed is theirs whatever their name. */
class RequestsApiTest {
  private final RunningStarter starter = RunningStarter.get();

  private String tokenOfName(String name, String role) {
    var secret = "qst_" + UUID.randomUUID() + UUID.randomUUID();
    starter.bean(TokenStore.class).add(secret, name, Set.of(role), "test", null);
    return secret;
  }

  private RunningStarter.Answer send(String token, String key, String path, String body) {
    return starter.send(
        starter
            .as(token, "/api/v1" + path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/investigations | {\"title\":\"t\",\"entities\":[{\"type\":\"url\",\"value\":\"https://a.example\"}]}",
        "/actions | {\"type\":\"REQUEST_SAMPLE\",\"target\":{\"type\":\"file\",\"deviceId\":\"d\",\"sha1\":\"1111111111111111111111111111111111111111\"},\"comment\":\"t\"}",
        "/hunting/actions | {\"type\":\"ISOLATE_DEVICE\",\"rows\":[{\"DeviceId\":\"d\"}],\"comment\":\"t\"}",
        "/mail/actions | {\"type\":\"SOFT_DELETE_EMAIL\",\"messages\":[{\"mailbox\":\"a@b.example\",\"networkMessageId\":\"n\"}],\"comment\":\"t\"}",
      })
  void oneKeyIsOneBody(String path, String body) {
    var key = UUID.randomUUID().toString();
    var token = starter.adminToken();

    var first = send(token, key, path, body);
    var again = send(token, key, path, "\n" + body.replace("\":", "\" : "));
    var other = send(token, key, path, body.replace("\"t\"", "\"other\""));

    assertThat(first.status()).as(first.http().body()).isEqualTo(202);
    assertThat(again.status()).as(again.http().body()).isEqualTo(202);
    assertThat(other.status()).as(other.http().body()).isEqualTo(422);
    assertThat(other.body().path("field").asString()).isEqualTo("Idempotency-Key");
  }

  @Test
  void oneKeyIsOneCallWhateverItIsFor() {
    var key = UUID.randomUUID().toString();
    var device = "{\"type\":\"device\",\"deviceId\":\"d" + key + "\"}";
    send(
        starter.adminToken(),
        key,
        "/actions",
        "{\"type\":\"ISOLATE_DEVICE\",\"target\":" + device + "}");

    var several =
        send(
            starter.adminToken(),
            key,
            "/actions",
            "{\"type\":\"ISOLATE_DEVICE\",\"targets\":[" + device + "]}");

    assertThat(several.status()).isEqualTo(422);
  }

  @Test
  void theKeysOfTwoCallersOfOneNameAreTwoRequests() {
    var key = UUID.randomUUID().toString();
    var body =
        "{\"title\":\"t\",\"entities\":[{\"type\":\"url\",\"value\":\"https://"
            + key
            + ".example\"}]}";

    var one = send(tokenOfName("Twin", "analyst"), key, "/investigations", body);
    var other = send(tokenOfName("Twin", "analyst"), key, "/investigations", body);

    assertThat(one.status()).isEqualTo(202);
    assertThat(other.status()).isEqualTo(202);
    assertThat(other.body().path("investigationId").asString())
        .isNotEqualTo(one.body().path("investigationId").asString());
  }

  @Test
  void aProposalIsWithdrawnByWhoeverMadeItAndByNobodyOfTheSameName() {
    var mine = tokenOfName("Twin", "analyst");
    var body =
        "{\"type\":\"ISOLATE_DEVICE\",\"target\":{\"type\":\"device\",\"deviceId\":\"d"
            + UUID.randomUUID()
            + "\"}}";
    var proposed = send(mine, UUID.randomUUID().toString(), "/actions", body);
    var id = proposed.body().path("actionId").asString();
    starter.await("/api/v1/actions/" + id, a -> a.path("decision").asString().equals("PENDING"));
    var withdraw = "/actions/" + id + "/withdraw";

    var theirs = send(tokenOfName("Twin", "analyst"), "k", withdraw, "{}");
    var own = send(mine, "k", withdraw, "{}");

    assertThat(theirs.status()).isEqualTo(403);
    assertThat(own.status()).as(own.http().body()).isEqualTo(200);
  }
}
