package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.quaestor.starter.Contoso;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.StarterApplication;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.testserver.TestServer;
import jakarta.servlet.http.Cookie;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Against Spring's authorization server, on a port of its own. */
class ProviderTest {
  private static final RSAKey KEY = Contoso.key();

  @TempDir static Path state;
  private static Contoso provider;
  private static ConfigurableApplicationContext starter;
  private static String issuer;
  private static String base;

  @BeforeAll
  static void start() throws Exception {
    int providerPort = RunningStarter.freePort();
    int port = RunningStarter.freePort();
    int temporal = RunningStarter.freePort();
    issuer = Contoso.issuer(providerPort);
    base = "http://127.0.0.1:" + port;
    provider = Contoso.start(providerPort, base);
    TestServer.createPortBoundServer(temporal, true);
    var secret = Files.writeString(state.resolve("client-secret"), "shared\n");
    var properties = new HashMap<String, Object>();
    properties.put("server.port", port);
    properties.put("quaestor.state-dir", state);
    properties.put("quaestor.temporal.target", "127.0.0.1:" + temporal);
    properties.put(
        "spring.datasource.url",
        "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
    properties.put("quaestor.access.oidc.issuer", issuer);
    properties.put("quaestor.access.oidc.client-id", "quaestor");
    properties.put("quaestor.access.oidc.client-secret", "file:" + secret);
    properties.put("quaestor.access.oidc.audience", "quaestor");
    properties.put("quaestor.access.oidc.label", "Contoso");
    properties.put("quaestor.access.oidc.grants[0].value", "soc");
    properties.put("quaestor.access.oidc.grants[0].roles[0]", "device-approver");
    properties.put("quaestor.access.oidc.grants[0].groups[0]", "Servers");
    properties.put("quaestor.access.oidc.grants[1].value", "readers");
    properties.put("quaestor.access.oidc.grants[1].roles[0]", "viewer");
    starter = StarterApplication.start(properties, null, List.of());
  }

  @AfterAll
  static void stop() {
    starter.close();
    provider.close();
  }

  @BeforeEach
  void member() {
    Contoso.dana("soc");
  }

  private static HttpClient browser() {
    return HttpClient.newBuilder()
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .build();
  }

  private static HttpResponse<String> get(HttpClient browser, String url) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Goes to the provider, signs in there, and comes back. */
  private static HttpResponse<String> signIn(HttpClient browser, String query) throws Exception {
    var form = get(browser, base + "/sign-in/start/oidc" + query);
    if (!form.body().contains("name=\"password\"")) {
      return form;
    }
    var csrf = form.body().split("name=\"_csrf\"")[1].split("value=\"")[1].split("\"")[0];
    return browser.send(
        HttpRequest.newBuilder(URI.create(issuer + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/html")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "username=dana&password=secret&_csrf="
                        + URLEncoder.encode(csrf, StandardCharsets.UTF_8)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whoeverTheProviderVouchesForIsSignedInWithWhatItSays() throws Exception {
    var browser = browser();

    var page = signIn(browser, "?to=%2Fpassword");

    assertThat(page.uri().getPath()).isEqualTo("/password");
    assertThat(page.statusCode()).isEqualTo(200);
    var dana = starter.getBean(PersonStore.class).findByCallerId("oidc:" + issuer + "#dana");
    assertThat(dana.orElseThrow().name()).isEqualTo("dana.ortiz");
    assertThat(dana.orElseThrow().roles()).containsExactly("device-approver");
    assertThat(dana.orElseThrow().scope().groups()).containsExactly("Servers");
    var sealed = jdbc().sql("select sealed from web_session").query(String.class).list();
    // The three letters alone are in one of two hundred ciphertexts.
    assertThat(sealed)
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s).doesNotContainPattern("eyJ[\\w-]+[.]eyJ"));
  }

  @Test
  void whoHasNoRoleHereIsNotSignedIn() throws Exception {
    Contoso.dana("cooks");
    var page = signIn(browser(), "");

    assertThat(page.uri().toString()).isEqualTo(base + "/sign-in?refused");
    assertThat(page.body()).contains("did not let you in");
  }

  @Test
  void anAnswerOfTheProviderIsGoodOnceAndInTheBrowserThatAsked() throws Exception {
    var first = browser();
    var second = browser();
    get(first, base + "/sign-in/start/oidc");

    assertThat(get(second, base + "/sign-in/oidc/callback?code=x&state=y").uri().toString())
        .startsWith(base + "/sign-in");
    assertThat(get(second, base + "/password").uri().getPath()).isEqualTo("/sign-in");
    assertThat(get(first, base + "/sign-in/oidc/callback?code=x&state=y").uri().toString())
        .startsWith(base + "/sign-in");
    assertThat(get(first, base + "/password").uri().getPath()).isEqualTo("/sign-in");
  }

  /** As another starter of the installation would. */
  private static OAuth2AuthorizationRequest comesBack(
      String cookie, String state, String secret, Duration later) {
    var request = new MockHttpServletRequest("GET", ProviderSignIn.CALLBACK);
    request.setServerName("127.0.0.1");
    request.setServerPort(URI.create(base).getPort());
    var pair = cookie.split(";", 2)[0].split("=", 2);
    request.setCookies(new Cookie(pair[0], pair[1]));
    request.setParameter("state", state);
    return new PendingSignIns(
            starter.getBean(Provider.class), secret, () -> Instant.now().plus(later))
        .removeAuthorizationRequest(request, new MockHttpServletResponse());
  }

  @Test
  void whicheverStarterABrowserComesBackToKnowsWhatWasAsked() throws Exception {
    HttpResponse<String> away;
    try (var browser = HttpClient.newHttpClient()) {
      away = get(browser, base + "/sign-in/start/oidc?to=%2Fhistory");
    }
    var cookie =
        away.headers().allValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("quaestor-oidc"))
            .findFirst()
            .orElseThrow();
    var there = away.headers().firstValue("Location").orElseThrow();
    var state = URLDecoder.decode(there.split("state=")[1].split("&")[0], StandardCharsets.UTF_8);
    var secret = starter.getBean(MessageSigner.class).secretFor("sign-ins");

    assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Max-Age=600");
    assertThat(comesBack(cookie, state, secret, Duration.ZERO))
        .satisfies(asked -> assertThat(asked.getState()).isEqualTo(state))
        .satisfies(
            asked -> assertThat(asked.getAttributes()).containsEntry("quaestor-to", "/history"));
    assertThat(comesBack(cookie, "another", secret, Duration.ZERO)).isNull();
    assertThat(comesBack(cookie, state, "not ours", Duration.ZERO)).isNull();
    assertThat(comesBack(cookie, state, secret, Duration.ofMinutes(11))).isNull();
    var touched = cookie.replaceFirst("=(.)(.)", "=$2$1");
    assertThat(
            comesBack(
                touched.equals(cookie) ? "quaestor-oidc=x" : touched, state, secret, Duration.ZERO))
        .isNull();
  }

  @Test
  void aRoleThatIsLostThereIsLostHere() throws Exception {
    var browser = browser();
    signIn(browser, "?to=%2Fpassword");
    Contoso.dana("readers");
    minutesPass();
    assertThat(get(browser, base + "/password").uri().getPath()).isEqualTo("/password");
    var dana = starter.getBean(PersonStore.class).findByCallerId("oidc:" + issuer + "#dana");
    assertThat(dana.orElseThrow().roles()).containsExactly("viewer");

    Contoso.dana();
    minutesPass();
    assertThat(get(browser, base + "/password").uri().getPath()).isEqualTo("/sign-in");
  }

  private static JdbcClient jdbc() {
    return JdbcClient.create(starter.getBean(DataSource.class));
  }

  private static void minutesPass() {
    jdbc().sql("update web_session set checked_at = checked_at - interval '6' minute").update();
  }

  private static int call(String token) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(base + "/api/v1/whoami"))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("erin")
        .audience("quaestor")
        .claim("groups", List.of("readers"))
        .claim("preferred_username", "erin.k")
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  private static String signed(JWTClaimsSet claims, RSAKey by) throws Exception {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").type(JOSEObjectType.JWT).build(),
            claims);
    jwt.sign(new RSASSASigner(by));
    return jwt.serialize();
  }

  @Test
  void theApiTakesAnAccessTokenOfTheProviderAndNothingLikeOne() throws Exception {
    var good = signed(claims().build(), KEY);
    assertThat(call(good)).isEqualTo(200);

    var parts = good.split("\\.");
    var none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    var hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
    hmac.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
    var bad =
        Map.ofEntries(
            Map.entry("another issuer", signed(claims().issuer("https://evil").build(), KEY)),
            Map.entry("another audience", signed(claims().audience("other").build(), KEY)),
            Map.entry("no audience", signed(claims().audience((String) null).build(), KEY)),
            Map.entry(
                "expired",
                signed(
                    claims().expirationTime(Date.from(Instant.now().minusSeconds(60))).build(),
                    KEY)),
            Map.entry("no expiry", signed(claims().expirationTime(null).build(), KEY)),
            Map.entry("an id token", signed(claims().claim("nonce", "n").build(), KEY)),
            Map.entry(
                "another key",
                signed(claims().build(), new RSAKeyGenerator(2048).keyID("k1").generate())),
            Map.entry("stripped", parts[0] + "." + parts[1] + "."),
            Map.entry("alg none", none + "." + parts[1] + "."),
            Map.entry("the public key as a secret", hmac.serialize()),
            Map.entry(
                "a reserved name",
                signed(claims().subject("x").claim("preferred_username", "admin").build(), KEY)));
    for (var token : bad.entrySet()) {
      assertThat(call(token.getValue())).as(token.getKey()).isEqualTo(401);
    }
    assertThat(call(signed(claims().claim("groups", List.of("cooks")).build(), KEY)))
        .isEqualTo(403);
    assertThat(
            call(
                signed(
                    claims().subject("mallory").claim("preferred_username", "erin.k").build(),
                    KEY)))
        .isEqualTo(401);
  }

  @Test
  void nobodyComesInUnderTheNameOfAToken() throws Exception {
    var tokens = starter.getBean(TokenStore.class);
    tokens.addUnless(t -> false, "qst_x", "svc-backup", Set.of("viewer"), "admin", null);
    var claims = claims().subject("trudy");

    for (var name : List.of("svc-backup", "SVC-Backup")) {
      assertThat(call(signed(claims.claim("preferred_username", name).build(), KEY)))
          .as(name)
          .isEqualTo(401);
    }
    assertThat(call(signed(claims.claim("preferred_username", "trudy.t").build(), KEY)))
        .isEqualTo(200);
    assertThat(call(signed(claims.claim("preferred_username", "svc-backup").build(), KEY)))
        .isEqualTo(401);
  }

  @Test
  void whoIsDisabledHereIsOutWhateverTheProviderSays() throws Exception {
    var token =
        signed(claims().subject("frank").claim("preferred_username", "frank.l").build(), KEY);
    assertThat(call(token)).isEqualTo(200);
    var people = starter.getBean(PersonStore.class);
    var frank = people.findByCallerId("oidc:" + issuer + "#frank").orElseThrow();
    people.disable(frank.personId(), true);

    assertThat(call(token)).isEqualTo(401);
  }

  @Test
  void theProvidersOwnTokenOpensTheApi() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(issuer + "/oauth2/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header(
                      "Authorization",
                      "Basic "
                          + Base64.getEncoder()
                              .encodeToString("quaestor:shared".getBytes(StandardCharsets.UTF_8)))
                  .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      var token = QuaestorJson.mapper().readTree(answer.body()).path("access_token").asString();
      assertThat(call(token)).isEqualTo(200);
    }
  }
}
