package dev.quaestor.starter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.quaestor.starter.Contoso;
import dev.quaestor.starter.PayloadForm;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.RunningStarter.Answer;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Payloads are readable for those who may read everything, from one origin, and for nobody else.
 */
class CodecApiTest {
  private static final String DECODE = "/api/v1/codec/decode";
  private static final String ENCODE = "/api/v1/codec/encode";
  private static final String UI = "https://temporal.example";
  private static final String SECRET = "Mimikatz on fin-ws-1";

  private static Contoso contoso;
  private static String issuer;
  private static RunningStarter starter;
  private static DataConverter history;

  @BeforeAll
  static void start() throws Exception {
    int port = RunningStarter.freePort();
    issuer = Contoso.issuer(port);
    contoso = Contoso.start(port, "http://127.0.0.1:1");
    var settings = new HashMap<String, Object>(encryption());
    settings.put("quaestor.encryption.ui-origin", UI);
    settings.put("quaestor.access.oidc.issuer", issuer);
    settings.put("quaestor.access.oidc.client-id", "quaestor");
    settings.put("quaestor.access.oidc.audience", "quaestor");
    settings.put("quaestor.access.oidc.grants[0].value", "readers");
    settings.put("quaestor.access.oidc.grants[0].roles[0]", "viewer");
    settings.put("quaestor.access.oidc.grants[1].value", "confined");
    settings.put("quaestor.access.oidc.grants[1].roles[0]", "viewer");
    settings.put("quaestor.access.oidc.grants[1].groups[0]", "Servers");
    starter = RunningStarter.with(settings);
    var form = starter.bean(PayloadForm.class);
    history = QuaestorJson.dataConverter(form.vault(), form.encryption());
  }

  private static Map<String, String> encryption() {
    var key = new byte[32];
    Arrays.fill(key, (byte) 7);
    return Map.of(
        "quaestor.encryption.encrypt-with",
        "soc-1",
        "quaestor.encryption.keys[0].id",
        "soc-1",
        "quaestor.encryption.keys[0].key",
        Base64.getEncoder().encodeToString(key));
  }

  @AfterAll
  static void end() {
    starter.context().close();
    contoso.close();
  }

  private static String body(Payload... payloads) {
    return Stream.of(payloads)
        .map(
            p ->
                "{\"metadata\":{%s},\"data\":\"%s\"}"
                    .formatted(
                        p.getMetadataMap().entrySet().stream()
                            .map(
                                e ->
                                    "\"%s\":\"%s\""
                                        .formatted(e.getKey(), base64(e.getValue().toByteArray())))
                            .collect(Collectors.joining(",")),
                        base64(p.getData().toByteArray())))
        .collect(Collectors.joining(",", "{\"payloads\":[", "]}"));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Payload encrypted(Object value) {
    return history.toPayload(value).orElseThrow();
  }

  private static Answer ask(String token, String path, String body, String... headers) {
    var request =
        (token == null ? starter.bare(path) : starter.as(token, path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return starter.send(request);
  }

  private static Answer decode(String token, Payload... payloads) {
    return ask(token, DECODE, body(payloads), "X-Namespace", "default", "Origin", UI);
  }

  private static String viewer() {
    return starter.tokenOf("viewer");
  }

  private static String data(Answer answer, int index) {
    return new String(
        Base64.getDecoder()
            .decode(answer.body().path("payloads").get(index).path("data").asString()),
        UTF_8);
  }

  private static String tokenOf(Person person) {
    var token = "qst_" + UUID.randomUUID() + UUID.randomUUID();
    starter
        .bean(TokenStore.class)
        .addOwn(
            token,
            person,
            "test",
            Set.copyOf(person.roles()),
            Scope.ALL,
            Instant.now().plusSeconds(3600));
    return token;
  }

  private static String accessToken(String audience, String group) throws Exception {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").type(JOSEObjectType.JWT).build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject("sub-" + group)
                .claim("preferred_username", group + "@contoso.example")
                .claim("groups", List.of(group))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .build());
    jwt.sign(new RSASSASigner(Contoso.key()));
    return jwt.serialize();
  }

  @Test
  void aReaderReadsWhatIsEncryptedWhatIsPlainAndWhatIsInTheVault() {
    var large = "x".repeat(100_000);
    var plain = QuaestorJson.dataConverter().toPayload("as ever").orElseThrow();

    var answer = decode(viewer(), encrypted(SECRET), plain, encrypted(large));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(data(answer, 0)).isEqualTo('"' + SECRET + '"');
    assertThat(data(answer, 1)).isEqualTo("\"as ever\"");
    assertThat(data(answer, 2)).isEqualTo('"' + large + '"');
    assertThat(answer.body().path("payloads").get(0).path("metadata").path("encoding").asString())
        .isEqualTo(base64("json/plain".getBytes(UTF_8)));
    assertThat(answer.http().headers().allValues("Access-Control-Allow-Origin"))
        .containsExactly(UI);
    assertThat(answer.http().headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.http().headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void theCommandLineIsNoPageAndReadsToo() {
    var answer = ask(viewer(), DECODE, body(encrypted(SECRET)), "X-Namespace", "default");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void whatSomebodyTypesInTheWebUiIsEncryptedAndReadByAWorker() {
    var typed = QuaestorJson.dataConverter().toPayload(SECRET).orElseThrow();

    var answer = ask(viewer(), ENCODE, body(typed), "X-Namespace", "default", "Origin", UI);

    assertThat(answer.status()).isEqualTo(200);
    var sealed = answer.body().path("payloads").get(0);
    assertThat(sealed.path("metadata").path("encryption-key-id").asString())
        .isEqualTo(base64("soc-1".getBytes(UTF_8)));
    var payload = Payload.newBuilder();
    sealed
        .path("metadata")
        .properties()
        .forEach(
            e ->
                payload.putMetadata(
                    e.getKey(),
                    ByteString.copyFrom(Base64.getDecoder().decode(e.getValue().asString()))));
    payload.setData(
        ByteString.copyFrom(Base64.getDecoder().decode(sealed.path("data").asString())));
    assertThat(history.fromPayload(payload.build(), String.class, String.class)).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {DECODE, ENCODE})
  void nobodyIsAnsweredWithoutATokenOrWithOneThatOpensNothing(String path) {
    var body = body(encrypted(SECRET));
    assertThat(ask(null, path, body, "X-Namespace", "default").status()).isEqualTo(401);
    assertThat(ask(null, path, body, "X-Namespace", "default", "Origin", UI).status())
        .isEqualTo(401);
    assertThat(ask("qst_nobody", path, body, "X-Namespace", "default").status()).isEqualTo(401);
    var wizard = ask(starter.tokenOf("wizard"), path, body, "X-Namespace", "default");
    assertThat(wizard.status()).isEqualTo(403);
    assertThat(wizard.http().body()).doesNotContain("Mimikatz");
    for (var method : List.of("HEAD", "OPTIONS", "GET", "PUT")) {
      assertThat(starter.send(starter.bare(path).method(method, BodyPublishers.noBody())).status())
          .as(method)
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DECODE, ENCODE})
  void whoeverMayNotSeeEverythingSeesNoPayload(String path) {
    var confined =
        tokenOf(starter.person(new Scope(Set.of("Servers"), null), "viewer", "operator"));

    var answer = ask(confined, path, body(encrypted(SECRET)), "X-Namespace", "default");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.http().body()).contains("may see everything").doesNotContain("Mimikatz");
  }

  @Test
  void theAccessTokenThatTheWebUiPassesIsCheckedWithTheProvidersKeys() throws Exception {
    assertThat(decode(accessToken("quaestor", "readers"), encrypted(SECRET)).status())
        .isEqualTo(200);
    assertThat(decode(accessToken("quaestor", "confined"), encrypted(SECRET)).status())
        .isEqualTo(403);
    assertThat(decode(accessToken("quaestor", "strangers"), encrypted(SECRET)).status())
        .isEqualTo(403);
    assertThat(decode(accessToken("other", "readers"), encrypted(SECRET)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://temporal.example",
        "https://temporal.example:8443",
        "https://temporal.example.evil.example",
        "HTTPS://TEMPORAL.EXAMPLE",
        "null",
        "*"
      })
  void aPageOfAnotherOriginIsAnsweredNothing(String origin) {
    var answer =
        ask(
            starter.adminToken(),
            DECODE,
            body(encrypted(SECRET)),
            "X-Namespace",
            "default",
            "Origin",
            origin);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.http().body()).doesNotContain("Mimikatz");
    assertThat(answer.http().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

    var preflight = preflight(DECODE, origin);
    assertThat(preflight.status()).isEqualTo(403);
    assertThat(preflight.http().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  private static Answer preflight(String path, String origin) {
    return starter.send(
        starter
            .bare(path)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,content-type,x-namespace")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  @Test
  void aBrowserThatAsksFirstIsToldWhatItsPageMaySend() {
    for (var path : List.of(DECODE, ENCODE)) {
      var answer = preflight(path, UI);

      assertThat(answer.status()).isEqualTo(204);
      var headers = answer.http().headers();
      assertThat(headers.allValues("Access-Control-Allow-Origin")).containsExactly(UI);
      assertThat(headers.firstValue("Access-Control-Allow-Methods")).hasValue("POST");
      assertThat(headers.firstValue("Access-Control-Allow-Headers").orElseThrow())
          .contains("Authorization", "Content-Type", "X-Namespace");
      assertThat(headers.allValues("Vary")).contains("Origin");
      assertThat(answer.http().body()).isEmpty();
    }
    assertThat(preflight("/api/v1/investigations", UI).status()).isEqualTo(401);
    assertThat(preflight(DECODE + "/", UI).status()).isEqualTo(401);
  }

  @Test
  void anotherNamespaceIsNotServed() {
    var body = body(encrypted(SECRET));
    assertThat(ask(viewer(), DECODE, body, "X-Namespace", "other").status()).isEqualTo(403);
    assertThat(ask(viewer(), DECODE, body).status()).isEqualTo(403);
    assertThat(ask(viewer(), ENCODE, body, "X-Namespace", "other").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"payloads\":null}",
        "{\"payloads\":[null]}",
        "{\"payloads\":[{\"metadata\":{\"encoding\":null}}]}",
        "{\"payloads\":[{\"metadata\":{\"encoding\":\"binary encrypted\"}}]}",
        "{\"payloads\":[{\"data\":\"!\"}]}",
        "{\"payloads\":",
      })
  void whatIsNoPayloadIsRefusedWithoutBeingRepeated(String body) {
    var answer = ask(viewer(), DECODE, body, "X-Namespace", "default");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }

  @Test
  void whatCannotBeReadSaysWhyByTheNameOfItsKey() {
    var payload = encrypted(SECRET);
    var unknown =
        payload.toBuilder()
            .putMetadata("encryption-key-id", ByteString.copyFromUtf8("gone"))
            .build();
    var tampered = payload.toBuilder().setData(payload.getData().substring(0, 30)).build();
    var absent = new PayloadFilesElsewhere().claimOn("z".repeat(100_000));

    assertThat(decode(viewer(), unknown).http().body()).contains("the key gone");
    assertThat(decode(viewer(), tampered).http().body())
        .contains("not what was encrypted with the key soc-1");
    assertThat(decode(viewer(), absent).http().body()).contains("has no body");
    assertThat(decode(viewer(), unknown).status()).isEqualTo(422);
  }

  /** A claim on what is in another vault. */
  private static final class PayloadFilesElsewhere {
    Payload claimOn(String value) {
      var elsewhere = new PayloadFiles(Path.of("target", "elsewhere"));
      return QuaestorJson.dataConverter(elsewhere).toPayload(value).orElseThrow();
    }
  }

  @Test
  void aClaimThatSomebodyWroteLeadsToNothingElseThatIsKept() {
    var claim =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/quaestor-vault"))
            .setData(ByteString.copyFromUtf8("{\"sha256\":\"../../signing-key.pem\",\"size\":1}"))
            .build();

    assertThat(decode(viewer(), claim).status()).isEqualTo(422);
  }

  @Test
  void bodiesAndAnswersAreBounded() {
    var huge = "{\"payloads\":[{\"data\":\"" + "A".repeat(2 << 20) + "\"}]}";
    assertThat(ask(viewer(), DECODE, huge, "X-Namespace", "default").status()).isEqualTo(413);

    var many = "{\"payloads\":[" + String.join(",", Collections.nCopies(1_001, "{}")) + "]}";
    assertThat(ask(viewer(), DECODE, many, "X-Namespace", "default").status()).isEqualTo(400);

    var claim = encrypted("y".repeat(1 << 20));
    var bomb = body(Collections.nCopies(500, claim).toArray(Payload[]::new));
    assertThat(ask(viewer(), DECODE, bomb, "X-Namespace", "default").status()).isEqualTo(413);
  }

  @Test
  void itIsNotThereUnlessAnOriginIsSet() {
    var ordinary = RunningStarter.get();
    for (var path : List.of(DECODE, ENCODE)) {
      assertThat(ordinary.post(path, "{\"payloads\":[]}").status()).isEqualTo(404);
    }
  }

  @Test
  void anOriginThatIsNoneOrHasNoKeysStopsTheStart() {
    for (var origin : List.of("*", "null", "temporal.example", "https://temporal.example/ui")) {
      var settings = new HashMap<String, Object>(encryption());
      settings.put("quaestor.encryption.ui-origin", origin);
      assertThatThrownBy(() -> RunningStarter.with(settings))
          .as(origin)
          .hasStackTraceContaining("quaestor.encryption.ui-origin must be one origin");
    }
    assertThatThrownBy(() -> RunningStarter.with(Map.of("quaestor.encryption.ui-origin", UI)))
        .hasStackTraceContaining("there are no quaestor.encryption.keys");
  }
}
