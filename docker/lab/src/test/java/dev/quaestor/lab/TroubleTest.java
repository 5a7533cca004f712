package dev.quaestor.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.lab.fault.Fault;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens, faults, limits, and the lab's own controls. */
class TroubleTest {

  private static final String ISOLATE = "{\"Comment\":\"test\",\"IsolationType\":\"Full\"}";
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
  void aWrongSecretOrScopeGetsEntrasError() {
    LabClient.Answer wrong = client.token("guess", LabClient.GRAPH);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.json().path("error").asString()).isEqualTo("invalid_client");
    assertThat(wrong.json().path("error_description").asString()).startsWith("AADSTS7000215");
    assertThat(client.token("lab-secret", "everything").json().path("error").asString())
        .isEqualTo("invalid_scope");
    assertThat(lab.options().toString()).doesNotContain("lab-secret");
  }

  @Test
  void aTokenIsOnlyValidForItsAudienceAndItsTime() {
    String graph = client.bearer(LabClient.GRAPH);
    assertThat(client.call("GET", SERVER, null, graph).status()).isEqualTo(401);
    assertThat(client.call("GET", SERVER, null, graph).code()).isEqualTo("Unauthorized");
    String defender = client.bearer(LabClient.DEFENDER);
    LabClient.Answer refused =
        client.call("GET", "/v1.0/users/kim@contoso.example", null, defender);
    assertThat(refused.code()).isEqualTo("InvalidAuthenticationToken");
    assertThat(client.call("GET", SERVER, null, "").status()).isEqualTo(401);
    lab.tokenLifetime(Duration.ZERO);
    assertThat(client.call("GET", SERVER, null, client.bearer(LabClient.DEFENDER)).status())
        .isEqualTo(401);
    lab.revokeTokens();
    assertThat(client.call("GET", SERVER, null, defender).status()).isEqualTo(401);
  }

  @Test
  void throttlingTellsWhenToComeBackAndPassesAfterItsTimes() {
    lab.fault(Fault.throttle("POST /api/machines/*/isolate", 2, 7));
    for (int i = 0; i < 2; i++) {
      LabClient.Answer throttled = client.post(SERVER + "/isolate", ISOLATE);
      assertThat(throttled.status()).isEqualTo(429);
      assertThat(throttled.raw().headers().firstValue("Retry-After")).contains("7");
      assertThat(throttled.code()).isEqualTo("TooManyRequests");
    }
    assertThat(client.post("/api/v1.0/machines/" + Contoso.SERVER + "/isolate", ISOLATE).status())
        .isEqualTo(201);
    assertThat(lab.requests("POST /api/machines/*/isolate")).isEqualTo(3);
  }

  @Test
  void errorsAndDelaysHappenOnTheirRouteOnly() {
    lab.fault(Fault.error("* /v1.0/**", 1, 503));
    lab.fault(Fault.delay("GET /api/machines/*", 1, Duration.ofMillis(120)));
    assertThat(client.get("/v1.0/users/kim@contoso.example").status()).isEqualTo(503);
    long before = System.nanoTime();
    assertThat(client.get(SERVER).status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(110));
    assertThat(lab.state().path("faults").isEmpty()).isTrue();
  }

  @Test
  void aCutConnectionHasNoAnswerAndDoesNothing() {
    lab.fault(Fault.cut("POST /api/machines/*/isolate", 1));
    client.get(SERVER);
    assertThatThrownBy(() -> client.post(SERVER + "/isolate", ISOLATE))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(lab.device(Contoso.SERVER).orElseThrow().path("isolated").asBoolean()).isFalse();
  }

  @Test
  void aConnectionCutAfterTheWorkLeavesTheEffect() {
    lab.fault(Fault.cutAfter("POST /api/machines/*/isolate", 1));
    client.get(SERVER);
    assertThatThrownBy(() -> client.post(SERVER + "/isolate", ISOLATE))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(lab.device(Contoso.SERVER).orElseThrow().path("isolated").asBoolean()).isTrue();
  }

  @Test
  void theControlsWorkOverHttpToo() {
    String fault =
        "{\"route\":\"POST /api/machines/*/isolate\",\"kind\":\"throttle\",\"times\":1,\"retryAfterSeconds\":3}";
    assertThat(client.post("/lab/faults", fault).status()).isEqualTo(201);
    assertThat(client.post("/lab/faults", "{\"route\":\"nonsense\",\"kind\":\"cut\"}").status())
        .isEqualTo(400);
    assertThat(client.post(SERVER + "/isolate", ISOLATE).status()).isEqualTo(429);
    assertThat(client.call("DELETE", "/lab/faults", null).status()).isEqualTo(204);
    assertThat(client.post("/lab/devices/" + Contoso.SERVER + "/offline", null).status())
        .isEqualTo(204);
    assertThat(lab.device(Contoso.SERVER).orElseThrow().path("online").asBoolean()).isFalse();
    assertThat(
            client
                .post("/lab/settings", "{\"delayMs\":1,\"duplicates\":\"accept\"}")
                .json()
                .path("delayMs")
                .asInt())
        .isEqualTo(1);
    String mail = "{\"raw\":\"Subject: hi\\r\\n\\r\\nx\",\"mailboxes\":[\"kim@contoso.example\"]}";
    assertThat(client.post("/lab/messages", mail).json().path("networkMessageId").isString())
        .isTrue();
    assertThat(client.post("/lab/reset", null).status()).isEqualTo(204);
    assertThat(client.get("/lab/state").json().path("settings").path("delayMs").asInt()).isZero();
  }

  @Test
  void thePageShowsHostileTextAsText() {
    lab.deliver(
        "From: x@evil.example\r\nSubject: <script>alert(1)</script>\u0007\r\n\r\nx"
            .getBytes(StandardCharsets.UTF_8),
        List.of("kim@contoso.example"));
    String page = new String(client.get("/lab").raw().body(), StandardCharsets.UTF_8);
    assertThat(page).contains("&lt;script&gt;").doesNotContain("<script>").contains("srv-files-01");
  }

  @Test
  void whatIsUnknownOrTooLargeIsRefusedInTheVendorsShape() {
    assertThat(client.get("/api/nothing").code()).isEqualTo("NotFound");
    assertThat(client.get("/v1.0/nothing").json().path("error").has("innerError")).isTrue();
    assertThat(client.call("DELETE", SERVER, null).status()).isEqualTo(405);
    assertThat(client.get("/").status()).isEqualTo(404);
    LabClient.Answer large =
        client.post("/api/advancedqueries/run", "x".repeat(LabServer.MAX_BODY_BYTES + 1));
    assertThat(large.status()).isEqualTo(413);
    assertThat(client.post("/api/advancedqueries/run", "[".repeat(100_000)).status())
        .isEqualTo(400);
    assertThat(
            client
                .post("/api/advancedqueries/run", "{\"Query\":\"" + "(".repeat(1000) + "\"}")
                .status())
        .isEqualTo(400);
  }
}
