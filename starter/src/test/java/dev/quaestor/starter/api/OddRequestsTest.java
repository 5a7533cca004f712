package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quaestor.starter.RunningStarter;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Whatever is asked is answered in words, and writes nothing into the log that a viewer chose. */
class OddRequestsTest {
  private static final RunningStarter STARTER = RunningStarter.get();

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  /** A client's mistake is none of the operator's affair: no warning, and no stack. */
  @AfterEach
  void nothingWasLogged() {
    root().detachAppender(log);
    assertThat(log.list)
        .filteredOn(e -> e.getLevel().isGreaterOrEqual(Level.WARN) || e.getThrowableProxy() != null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private static Logger root() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");
  }

  static Stream<Routes.Route> routes() {
    return Routes.of(STARTER).stream().filter(Routes.Route::isCall);
  }

  static Stream<Routes.Route> ours() {
    return routes().filter(Routes.Route::isOfTheApi);
  }

  private static RunningStarter.Answer call(Routes.Route route, String query) {
    var body = route.method().equals("GET") ? "" : "{}";
    return STARTER.send(
        STARTER
            .request(route.path() + query)
            .header("Content-Type", "application/json")
            .method(route.method(), BodyPublishers.ofString(body)));
  }

  private static void isProblem(RunningStarter.Answer answer, int status) {
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body().path("detail").asString()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aQueryThatCannotBeReadIsRefusedEverywhere(Routes.Route route) {
    for (var query : List.of("?=x", "?=", "?a=1&=x", "?%00=x", "?a=%00", "?a=%ff", "?a=%C0%80")) {
      isProblem(call(route, query), 400);
    }
    for (var query : List.of("a=%", "a=%zz", "%=a", "a=%1", "=x&=y", "q=%0", "a=%ED%A0%80")) {
      assertThat(raw(route.method() + " " + route.path() + "?" + query))
          .as(query)
          .contains(" 400 ");
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void aParameterThatIsNotKnownIsRefusedByItsName(Routes.Route route) {
    var answer = call(route, "?sizze=5");

    isProblem(answer, 400);
    assertThat(answer.body().path("field").asString()).isEqualTo("sizze");
    // No character has this code.
    isProblem(call(route, "?%F2%8C%B2%9C=x"), 400);
  }

  @Test
  void theParameterThatWasMeantIsNamed() {
    assertThat(STARTER.get("/api/v1/actions?stauts=pending").body().path("detail").asString())
        .contains("did you mean \"status\"?")
        .contains("decidedBy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/investigations?size=0 | size | 1 to 500",
        "/investigations?size=501 | size | 1 to 500",
        "/investigations?size=99999999999 | size | number",
        "/investigations?size=1.5 | size | number",
        "/investigations?size= | size | empty",
        "/investigations?page=-1 | page | 0 to",
        "/investigations?page=2147483647 | page | 0 to",
        "/investigations?page=20 | page | nextCursor",
        "/actions?page=20 | page | nextCursor",
        "/investigations?page=1&page=2 | page | more than once",
        "/investigations?state=RUNING | state | RUNNING",
        "/investigations?state= | state | empty",
        "/investigations?severity=severe | severity | HIGH",
        "/investigations?verdict=bad | verdict | MALICIOUS",
        "/actions?status=done | status | PENDING or HISTORY",
        "/actions?type=FLY | type | ISOLATE_DEVICE",
        "/actions?source=x | source | ",
        "/actions?type=ISOLATE_DEVICE&type=FLY | type | ISOLATE_DEVICE",
        "/actions?severity=HIGH&severity= | severity | empty",
        "/actions?sort=latest | sort | urgency",
        "/actions?sort=attention | sort | urgency",
        "/actions?mine=maybe | mine | true or false",
        "/actions?since=lately | since | 7d",
        "/actions?since=999999w | since | 1970",
        "/investigations?sort=urgency | sort | createdAt",
        "/actions?page=-1 | page | 0 to",
        "/actions?size=0 | size | 1 to 500",
        "/indicators?effect=maybe | effect | ALLOW or BLOCK",
        "/indicators?type=x | type | URL",
        "/indicators?size=-5 | size | 1 to 500",
        "/policy/revisions?size=0 | size | 1 to 500",
        "/policy/diff?from=x | from | number",
        "/policy/rules/statistics?days=0 | days | 1 to 3650",
        "/export/ocsf?format=xml | format | NDJSON or JSON",
        "/export/ocsf?since=yesterday | since | 2026-",
        "/export/ocsf?since=%2B1000000000-12-31T23:59:59Z | since | years",
        "/export/ocsf?class=1 | class | 7001",
        "/export/ocsf?after=-1 | after | 0 to",
        "/investigations/x/log?limit=0 | limit | 1 to",
        "/investigations/x/log?after=-1 | after | 0 to",
      })
  void aValueThatIsNoneIsRefusedWithThoseThereAre(String path, String field, String allowed) {
    var answer = STARTER.get("/api/v1" + path);

    isProblem(answer, 400);
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
    assertThat(answer.body().path("detail").asString()).contains(allowed == null ? "" : allowed);
  }

  @Test
  void theSameListAsCsvIsRefusedAlike() {
    for (var query : List.of("?size=0", "?page=-1", "?status=done", "?x=1")) {
      isProblem(
          STARTER.send(
              STARTER.request("/api/v1/actions" + query).header("Accept", "text/csv").GET()),
          400);
    }
  }

  @Test
  void anIdempotencyKeyIsOne() {
    var answer =
        STARTER.send(
            STARTER
                .request("/api/v1/actions")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "a")
                .header("Idempotency-Key", "b")
                .POST(BodyPublishers.ofString("{}")));

    isProblem(answer, 400);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void anIdThatIsNoneIsUnknownHoweverItIsWritten(Routes.Route route) {
    if (!route.path().contains("/x")) {
      return;
    }
    var body = route.method().equals("GET") ? "" : "{}";
    for (var id :
        List.of("a".repeat(3000), "%0d%0aINFO%20forged", "%F0%9F%98%80", "%20", "..%5c", "-1")) {
      var answer =
          STARTER.send(
              STARTER
                  .request(route.path().replace("/x", "/" + id))
                  .header("Content-Type", "application/json")
                  .method(route.method(), BodyPublishers.ofString(body)));

      assertThat(answer.status()).as(id).isBetween(400, 499);
      assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void anOddMethodMediaTypeOrAcceptIsRefusedByName(Routes.Route route) {
    for (var method : List.of("PATCH", "TRACE", "PROPFIND", "FOO")) {
      assertThat(raw(method + " " + route.path())).as(method).containsPattern(" (400|405|501) ");
    }
    for (var type : List.of("x", "application/json;charset=nonsense", "*/*", "text/", ";;")) {
      assertThat(
              STARTER
                  .send(
                      STARTER
                          .request(route.path())
                          .header("Content-Type", type)
                          .method(route.method(), BodyPublishers.ofString("{}")))
                  .status())
          .as(type)
          .isLessThan(500);
    }
    for (var accept : List.of("x", "application/xml", "text/csv;q=9", ",,", "*", "a/b/c")) {
      assertThat(
              STARTER
                  .send(
                      STARTER
                          .request(route.path())
                          .header("Accept", accept)
                          .header("Content-Type", "application/json")
                          .method(route.method(), BodyPublishers.ofString("{}")))
                  .status())
          .as(accept)
          .isLessThan(500);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/%",
    "/%zz",
    "/api/v1/actions/%00",
    "/api/v1/actions/a%00b",
    "/api/v1/%2e%2e/x",
    "/a\\b"
  })
  void aPathThatCannotBeReadIsRefused(String path) {
    assertThat(raw("GET " + path)).containsPattern("^HTTP/1.1 4\\d\\d ").doesNotContain("<html");
  }

  /** What no client library would send. */
  private static String raw(String line) {
    var base = STARTER.base();
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(10_000);
      var head =
          "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n"
              + "Content-Length: 0\r\n\r\n";
      socket
          .getOutputStream()
          .write(head.formatted(line, STARTER.adminToken()).getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
