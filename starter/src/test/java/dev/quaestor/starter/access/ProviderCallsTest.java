package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.starter.StarterApplication;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;

/** A provider on a bad day. */
class ProviderCallsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Takes every connection and never says a word. */
  private static final class Silent implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Socket> callers = new ArrayList<>();

    Silent() throws IOException {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          var caller = socket.accept();
          synchronized (callers) {
            callers.add(caller);
          }
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    int calls() {
      synchronized (callers) {
        return callers.size();
      }
    }

    String issuer() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      synchronized (callers) {
        for (var caller : callers) {
          caller.close();
        }
      }
    }
  }

  @Test
  @Timeout(30)
  void oneThatNeverAnswersIsWaitedForOnceAndThenLeftAloneForAMoment() throws Exception {
    try (var silent = new Silent()) {
      var now = new Instant[] {Instant.now()};
      var calls = new ProviderCalls(() -> now[0]);

      var before = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> calls.discover(silent.issuer()))
            .isInstanceOf(ProviderCalls.AwayException.class);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
      assertThat(silent.calls()).isOne();
      now[0] = now[0].plusSeconds(6);
      assertThatThrownBy(() -> calls.discover(silent.issuer()))
          .isInstanceOf(ProviderCalls.AwayException.class);
      assertThat(silent.calls()).isEqualTo(2);
    }
  }

  private static HttpServer serving(String path, AtomicInteger asked, String body)
      throws IOException {
    return answering(
        HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0), path, asked, body);
  }

  private static HttpServer answering(
      HttpServer server, String path, AtomicInteger asked, String body) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void oneThatCallsItselfByAnotherNameIsNotBelieved() throws Exception {
    var server =
        serving(
            "/.well-known/openid-configuration",
            new AtomicInteger(),
            "{\"issuer\":\"https://login.example\"}");
    try {
      assertThatThrownBy(
              () ->
                  new ProviderCalls(InstantSource.system())
                      .discover("http://127.0.0.1:" + server.getAddress().getPort()))
          .isInstanceOf(ProviderCalls.AwayException.class)
          .hasMessageContaining("another name");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneThatCannotBeReadIsAway() throws Exception {
    for (var nonsense : List.of("", ",\"jwks_uri\":7", ",\"token_endpoint\":\"::\"")) {
      var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      var issuer = "http://127.0.0.1:" + server.getAddress().getPort();
      answering(
          server,
          "/.well-known/openid-configuration",
          new AtomicInteger(),
          "{\"issuer\":\"%s\"%s}".formatted(issuer, nonsense));
      try {
        assertThatThrownBy(() -> new ProviderCalls(InstantSource.system()).discover(issuer))
            .isInstanceOf(ProviderCalls.AwayException.class)
            .hasMessageContaining("cannot be read");
      } finally {
        server.stop(0);
      }
    }
    assertThatThrownBy(() -> new ProviderCalls(InstantSource.system()).keys(""))
        .isInstanceOf(ProviderCalls.AwayException.class);
  }

  @Test
  void oneThatFailsOrIsAskedTooOftenSaysNothingOfWhomItIsAskedAbout() {
    assertThat(ProviderCalls.isAway(refusal(503))).isTrue();
    assertThat(ProviderCalls.isAway(refusal(500))).isTrue();
    assertThat(ProviderCalls.isAway(refusal(429))).isTrue();
    assertThat(ProviderCalls.isAway(refusal(400))).isFalse();
    assertThat(ProviderCalls.isAway(refusal(401))).isFalse();
  }

  private static RuntimeException refusal(int status) {
    var code = HttpStatus.valueOf(status);
    return new OAuth2AuthorizationException(
        new OAuth2Error("invalid_token_response"),
        code.is5xxServerError()
            ? HttpServerErrorException.create(code, "", new HttpHeaders(), new byte[0], null)
            : HttpClientErrorException.create(code, "", new HttpHeaders(), new byte[0], null));
  }

  @Test
  void tokensThatNameKeysWhichNobodyHasDoNotMakeUsAskForKeysEachTime() throws Exception {
    var key = new RSAKeyGenerator(2048).keyID("k1").generate();
    var asked = new AtomicInteger();
    var server = serving("/keys", asked, new JWKSet(key.toPublicJWK()).toString());
    try {
      var keys =
          new ProviderCalls(InstantSource.system())
              .keys("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      assertThat(keys.get(named("k1"), null)).hasSize(1);
      for (int i = 0; i < 50; i++) {
        try {
          assertThat(keys.get(named("nobody's-" + i), null)).isEmpty();
        } catch (com.nimbusds.jose.KeySourceException tooOften) {
          // It is not even asked.
        }
      }
      assertThat(asked).hasValueLessThanOrEqualTo(3);
      assertThat(keys.get(named("k1"), null)).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  private static JWKSelector named(String kid) {
    return new JWKSelector(
        JWKMatcher.forJWSHeader(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build()));
  }

  @Test
  @Timeout(90)
  void whileItIsAwayAnAccessTokenIsNotCalledBad(@TempDir Path state) throws Exception {
    try (var silent = new Silent()) {
      int port = freePort();
      int temporal = freePort();
      TestServer.createPortBoundServer(temporal, true);
      var properties = new HashMap<String, Object>();
      properties.put("server.port", port);
      properties.put("quaestor.state-dir", state);
      properties.put("quaestor.temporal.target", "127.0.0.1:" + temporal);
      properties.put(
          "spring.datasource.url",
          "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
      properties.put("quaestor.access.oidc.issuer", silent.issuer());
      properties.put("quaestor.access.oidc.client-id", "quaestor");
      properties.put("quaestor.access.oidc.audience", "quaestor");
      var starter = StarterApplication.start(properties, null, List.of());
      try (var http = HttpClient.newHttpClient()) {
        var answer =
            http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/whoami"))
                    .header("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln")
                    .timeout(PATIENCE.multipliedBy(2))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(answer.body()).contains("cannot be asked at the moment");
      } finally {
        starter.close();
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
