package dev.quaestor.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Remedies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackEndClientTest {
  private static final String SECRET = "a-secret-nobody-may-see";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger tokens = new AtomicInteger();
  private HttpServer server;
  private BackEndClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/t/oauth2/v2.0/token",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          var number = tokens.incrementAndGet();
          reply(exchange, 200, "{\"access_token\":\"t" + number + "\",\"expires_in\":3600}");
        });
    server.start();
    client = client(Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private BackEndClient client(Duration timeout) {
    return new BackEndClient(
        settings(timeout), (operation, code) -> "NotFound".equals(code), meters);
  }

  private ApiSettings settings(Duration timeout) {
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var token = URI.create(base + "/t/oauth2/v2.0/token");
    return new ApiSettings(
        "vendor",
        base,
        token,
        "id",
        () -> SECRET,
        "scope",
        new Remedies("", "", ""),
        timeout,
        List.of("storage.example"),
        timeout);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void answers(int status, String body) {
    server.createContext("/thing", exchange -> reply(exchange, status, body));
  }

  private void answers(int status, String retryAfter, String body) {
    server.createContext(
        "/thing",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
          reply(exchange, status, body);
        });
  }

  private ConnectorException failure() {
    return catchThrowableOfType(ConnectorException.class, () -> client.call(Request.get("/thing")));
  }

  @Test
  void oneTokenServesManyCalls() {
    answers(200, "{}");

    client.call(Request.get("/thing"));
    client.call(Request.get("/thing"));

    assertThat(tokens).hasValue(1);
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnceAndThenItIsTheCredentials() {
    answers(401, "{\"error\":{\"code\":\"Unauthorized\"}}");

    assertThat(failure().kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(tokens).hasValue(2);
  }

  @Test
  void oneRenewsATokenWhileTheOthersGoOnWithIt() throws Exception {
    var seen = new ConcurrentLinkedQueue<String>();
    server.createContext(
        "/thing",
        exchange -> {
          seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
          reply(exchange, 200, "{}");
        });
    var time = new AtomicReference<>(Instant.EPOCH);
    try (var aging = aging(time);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      aging.call(Request.get("/thing"));
      var asked = new CountDownLatch(1);
      var mayAnswer = new CountDownLatch(1);
      tokenIs(
          exchange -> {
            asked.countDown();
            awaited(mayAnswer);
            reply(exchange, 200, "{\"access_token\":\"new\",\"expires_in\":3600}");
          });
      time.set(Instant.EPOCH.plusSeconds(3400));

      var renewing = threads.submit(() -> aging.call(Request.get("/thing")));
      asked.await();
      aging.call(Request.get("/thing"));
      mayAnswer.countDown();
      renewing.get();

      assertThat(seen).containsExactly("Bearer t1", "Bearer t1", "Bearer new");
    }
  }

  @Test
  void aTokenIsGoodUntilItsEndThoughNobodyRenewsIt() {
    answers(200, "{}");
    var time = new AtomicReference<>(Instant.EPOCH);
    try (var aging = aging(time)) {
      aging.call(Request.get("/thing"));
      tokenIs(exchange -> reply(exchange, 503, ""));

      time.set(Instant.EPOCH.plusSeconds(3599));
      aging.call(Request.get("/thing"));
      time.set(Instant.EPOCH.plusSeconds(3600));
      var failure =
          catchThrowableOfType(ConnectorException.class, () -> aging.call(Request.get("/thing")));

      assertThat(failure.kind()).isEqualTo(Kind.DOWN);
    }
  }

  @Test
  void aClientThatIsRefusedIsToldAtOnceThoughItsTokenIsStillGood() {
    answers(200, "{}");
    var time = new AtomicReference<>(Instant.EPOCH);
    try (var aging = aging(time)) {
      aging.call(Request.get("/thing"));
      tokenIs(exchange -> reply(exchange, 401, ""));
      time.set(Instant.EPOCH.plusSeconds(3400));

      var failure =
          catchThrowableOfType(ConnectorException.class, () -> aging.call(Request.get("/thing")));

      assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    }
  }

  private BackEndClient aging(AtomicReference<Instant> time) {
    InstantSource clock = time::get;
    return new BackEndClient(
        settings(Duration.ofSeconds(5)),
        (operation, code) -> false,
        request -> Optional.empty(),
        meters,
        clock.withZone(ZoneOffset.UTC),
        InetAddress::getAllByName);
  }

  private void tokenIs(HttpHandler handler) {
    server.removeContext("/t/oauth2/v2.0/token");
    server.createContext("/t/oauth2/v2.0/token", handler);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void retryAfterInSecondsIsTheDelay() {
    answers(429, "17", "{\"error\":{\"code\":\"TooManyRequests\"}}");

    var failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
    assertThat(failure.code()).contains("TooManyRequests");
  }

  @Test
  void retryAfterAsADateIsTheDelayUntilThen() {
    var date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60);
    answers(503, DateTimeFormatter.RFC_1123_DATE_TIME.format(date), "");

    var failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  @Test
  void retryAfterThatMakesNoSenseIsNotThere() {
    answers(429, "in a while, perhaps", "");

    assertThat(failure().retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, 0, PT0S",
    "429, 3600, PT1H",
    "503, 3600, PT1H",
    "500, 3600, PT1H",
    "429, 999999999, PT24H",
    "429, 99999999999999999999999999, PT24H",
    "429, 'Sun, 06 Nov 1994 08:49:37 GMT', PT0S",
    "429, 'Fri, 31 Dec 9999 23:59:59 GMT', PT24H",
    "429, -5,",
    "429, 1.5,",
    "429, 10 20,",
    "429, ٣,"
  })
  void whatABackEndWantsToBeLeftAloneForIsBounded(int status, String header, Duration wait) {
    answers(status, header, "");

    assertThat(failure().retryAfter()).isEqualTo(Optional.ofNullable(wait));
  }

  @ParameterizedTest
  @CsvSource({
    "400,x,REJECTED",
    "403,x,UNAUTHORIZED",
    "403,DisabledFeature,REJECTED",
    "404,NotFound,NOT_FOUND",
    "404,MailboxNotEnabledForRESTAPI,OUT_OF_REACH",
    "409,x,REJECTED",
    "500,x,DOWN",
    "503,x,DOWN",
    "302,x,MALFORMED_ANSWER"
  })
  void statusAndCodeDecideTheKind(int status, String code, Kind kind) {
    answers(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"any\"}}");

    assertThat(failure().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><script>alert(1)</script></html>",
        "{\"value\":[{\"id\":\"1\"},{\"id",
        "[1,2]",
        "\u0000\u0001",
        "null"
      })
  void whatIsNoJsonObjectIsMalformedAndNotQuoted(String body) {
    answers(200, body);

    var failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    assertThat(failure).hasMessage("GET /thing: the answer is not a JSON object").hasNoCause();
  }

  @Test
  void deeplyNestedJsonIsMalformed() {
    answers(200, "{\"a\":" + "[".repeat(100_000));

    assertThat(failure().kind()).isEqualTo(Kind.MALFORMED_ANSWER);
  }

  @Test
  void anAnswerWithoutEndIsHungUpOn() {
    server.createContext(
        "/thing",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var chunk = new byte[1024 * 1024];
          try (var out = exchange.getResponseBody()) {
            for (int i = 0; i < 200; i++) {
              out.write(chunk);
            }
          }
        });

    var failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    assertThat(failure).hasMessageContaining("larger than");
  }

  @Test
  void aBodyThatTricklesIsNotWaitedFor() {
    server.createContext(
        "/thing",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
        });
    client = client(Duration.ofMillis(300));

    assertThat(failure().kind()).isEqualTo(Kind.DOWN);
  }

  @Test
  void nobodyListeningIsDown() {
    server.stop(0);

    assertThat(failure().kind()).isEqualTo(Kind.DOWN);
    assertThat(failure()).hasMessageEndingWith(": ConnectException");
  }

  @Test
  void aPageThatNamesItselfAsTheNextOneIsAskedOnce() {
    var asked = new AtomicInteger();
    server.createContext(
        "/thing",
        exchange -> {
          asked.incrementAndGet();
          reply(
              exchange,
              200,
              "{\"value\":[],\"@odata.nextLink\":\"http://elsewhere.example/thing?skip=1\"}");
        });

    assertThatThrownBy(() -> client.collect(Request.get("/thing?skip=1"), 10))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failed -> assertThat(failed.kind()).isEqualTo(Kind.MALFORMED_ANSWER));
    assertThat(asked).hasValue(1);
  }

  @Test
  void theNextPageIsAskedFromOurOwnHostWhateverItsLinkNames() {
    server.createContext(
        "/thing",
        exchange ->
            reply(
                exchange,
                200,
                exchange.getRequestURI().getQuery() == null
                    ? """
                    {"value":[{"id":"1"}],"@odata.nextLink":"http://elsewhere.example/thing?skip=1"}
                    """
                    : "{\"value\":[{\"id\":\"2\"}]}"));

    assertThat(client.collect(Request.get("/thing"), 10)).hasSize(2);
    assertThat(client.collect(Request.get("/thing"), 1)).hasSize(1);
  }

  @Test
  void valuesCannotLeaveTheirPlaceInThePath() {
    var request = Request.get("/users/{user}/messages", "a/../b?c=d#e");

    assertThat(request.path()).isEqualTo("/users/a%2F..%2Fb%3Fc%3Dd%23e/messages");
    assertThat(request.operation()).isEqualTo("GET /users/{user}/messages");
    assertThat(Request.literal("o'clock")).isEqualTo("'o''clock'");
  }

  @Test
  void everyCallIsTimedByItsTemplateAndOutcome() {
    answers(500, "");
    failure();

    var timer =
        meters
            .get("quaestor.connector.calls")
            .tags("connector", "vendor", "operation", "GET /thing", "outcome", "DOWN")
            .timer();
    assertThat(timer.count()).isEqualTo(1);
  }

  @Test
  void theSecretIsInNoTextAboutSettingsOrFailures() {
    server.removeContext("/t/oauth2/v2.0/token");
    server.createContext(
        "/t/oauth2/v2.0/token",
        exchange -> reply(exchange, 401, "{\"error\":\"invalid_client " + SECRET + "\"}"));
    answers(200, "{}");

    var failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure).hasMessageNotContaining(SECRET);
    assertThat(settings(Duration.ZERO).toString()).doesNotContain(SECRET);
  }
}
