package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those whom mail and chat call, on the page and by call; one chat is there. */
class NoticePagesTest {
  private static final String TEST = "/overview/notices/leads/test";

  private static final List<String> TOLD = new CopyOnWriteArrayList<>();

  private static volatile int answer;
  private static HttpServer chat;
  private static RunningStarter starter;

  @BeforeAll
  static void start() throws IOException {
    chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.createContext(
        "/",
        exchange -> {
          TOLD.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    chat.start();
    starter =
        RunningStarter.withLedger(
            "jdbc:h2:mem:" + UUID.randomUUID(),
            Map.of(
                "quaestor.web.public-url",
                "https://quaestor.example",
                "quaestor.notices[0].name",
                "leads",
                "quaestor.notices[0].kind",
                "slack",
                "quaestor.notices[0].to[0]",
                "http://127.0.0.1:" + chat.getAddress().getPort() + "/s3cret"));
  }

  @AfterAll
  static void close() {
    starter.context().close();
    chat.stop(0);
  }

  @BeforeEach
  void quiet() {
    TOLD.clear();
    answer = 200;
  }

  private static Browser browser(Scope scope, String role) {
    return starter.browserOf(starter.person(scope, role));
  }

  @Test
  void anAdminSendsATestFromTheOverviewAndReadsThereWhatCameOfIt() {
    var person = starter.person(Scope.ALL, "admin");
    var browser = starter.browserOf(person);
    assertThat(browser.get("/overview").http().body())
        .contains("Who is called", "leads", "Send a test notice");

    var sent = browser.submit("/overview", TEST, Map.of());

    assertThat(sent.status()).isIn(302, 303);
    assertThat(TOLD)
        .singleElement()
        .asString()
        .contains("Test notice from Quaestor", person.name());
    assertThat(browser.get("/overview").http().body())
        .contains("Tested by " + person.name())
        .doesNotContain("s3cret");
  }

  @Test
  void whatWasNotTakenIsSaidWithoutTheAddress() {
    answer = 500;

    var sent = starter.post("/api/v1/notices/leads/test", "{}");

    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.body().path("delivered").asBoolean()).isFalse();
    var list = starter.get("/api/v1/notices").http().body();
    assertThat(list).contains("leads", "slack", "testedBy").doesNotContain("s3cret");
    assertThat(starter.get("/api/v1/health").http().body())
        .contains("notice:leads")
        .doesNotContain("s3cret");
    assertThat(starter.post("/api/v1/notices/nobody/test", "{}").status()).isEqualTo(404);
  }

  @Test
  void nobodyElseIsShownThemOrSendsATest() {
    for (var browser :
        List.of(
            browser(Scope.ALL, "operator"), browser(new Scope(Set.of("Servers"), null), "admin"))) {
      var page = browser.get("/overview");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.http().body()).doesNotContain("Send a test notice");
      assertThat(browser.submit("/overview", TEST, Map.of()).status()).isEqualTo(403);
    }
    assertThat(browser(Scope.ALL, "admin").get(TEST).status()).isIn(404, 405);
    assertThat(TOLD).isEmpty();
  }
}
