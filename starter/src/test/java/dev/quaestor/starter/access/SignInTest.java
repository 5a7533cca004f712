package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  /** A page that every signed-in person may see. */
  private static final String PAGE = "/password";

  private final RunningStarter starter = RunningStarter.get();

  @Test
  void whoSignsInComesToWhereTheyWantedToGo() {
    var ann = starter.person(Scope.ALL, "viewer");
    var browser = new Browser(starter);

    var asked = browser.get(PAGE + "?x=1&y=2");
    assertThat(asked.status()).isEqualTo(303);
    assertThat(Browser.location(asked)).isEqualTo("/sign-in?to=%2Fpassword%3Fx%3D1%26y%3D2");

    var page = browser.get(Browser.location(asked));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.http().body()).contains("You came from a link.");

    var welcome =
        browser.submit(
            "/sign-in",
            "/sign-in",
            Map.of(
                "name",
                ann.name(),
                "password",
                RunningStarter.PASSWORD,
                "to",
                "/password?x=1&y=2"));
    assertThat(welcome.status()).isEqualTo(303);
    assertThat(Browser.location(welcome)).isEqualTo("/password?x=1&y=2");
    assertThat(browser.get(PAGE).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%5cevil.example",
        "/%2f/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        " //evil.example",
        "/\u2028/evil.example",
        "/sign-in?to=//evil.example",
        "/sign-out",
        "http:evil.example",
        "/x\r\nSet-Cookie: a=b",
        "/ä"
      })
  void noLinkLeadsToAnotherHostAfterTheSignIn(String to) {
    assertThat(ReturnAddress.of(to)).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/actions/act-1", "/?severity=high&open=act-1", "/a%20b", "/a:b"})
  void whatIsAPageOfThisServerIsKept(String to) {
    assertThat(ReturnAddress.of(to)).isEqualTo(to);
  }

  @Test
  void theCookieIsForThisServerAloneAndNoScriptReadsIt() {
    var browser = starter.browserOf(starter.person(Scope.ALL, "viewer"));

    assertThat(browser.setCookies())
        .allSatisfy(
            cookie ->
                assertThat(cookie)
                    .contains("HttpOnly", "SameSite=Lax", "Path=/")
                    .doesNotContain("Domain"));
    assertThat(browser.setCookies())
        .anyMatch(c -> c.startsWith("quaestor-" + starter.base().getPort()));
  }

  @Test
  void underAnyNameButLoopbackTheCookieNeedsTls() {
    var answer =
        starter.rawly("GET /sign-in HTTP/1.1\r\nHost: soc.example\r\nConnection: close\r\n\r\n");

    assertThat(answer).contains("Set-Cookie: __Host-quaestor-visit=").contains("; Secure");
  }

  @Test
  void aSecretThatWasThereBeforeTheSignInIsWorthNothingAfterIt() {
    var ann = starter.person(Scope.ALL, "viewer");
    var browser = new Browser(starter);
    var name = "quaestor-" + starter.base().getPort();
    browser.cookies().put(name, "planted");

    assertThat(browser.signIn(ann.name(), RunningStarter.PASSWORD).status()).isEqualTo(303);
    var first = browser.cookies().get(name);
    assertThat(first).isNotEqualTo("planted");

    var again =
        browser.submit(
            "/sign-in?again", "/sign-in", Map.of("again", "", "password", RunningStarter.PASSWORD));
    assertThat(again.status()).isEqualTo(303);
    assertThat(browser.cookies().get(name)).isNotEqualTo(first);
    assertThat(with(name, first).get(PAGE).status()).isEqualTo(303);
    assertThat(browser.get(PAGE).status()).isEqualTo(200);
  }

  private Browser with(String cookie, String value) {
    var browser = new Browser(starter);
    browser.cookies().put(cookie, value);
    return browser;
  }

  @Test
  void twoCookiesOfTheNameAreNone() {
    var browser = starter.browserOf(starter.person(Scope.ALL, "viewer"));
    browser.cookies().replaceAll((n, v) -> v + "; " + n + "=other");
    assertThat(browser.get(PAGE).status()).isEqualTo(303);
  }

  @Test
  void aFormWithoutItsTokenDoesNothing() {
    var ann = starter.person(Scope.ALL, "viewer");
    var stranger = new Browser(starter);
    var form = Map.of("name", ann.name(), "password", RunningStarter.PASSWORD);

    assertThat(stranger.post("/sign-in", form).status()).isEqualTo(403);
    assertThat(stranger.cookies()).doesNotContainKey("quaestor-" + starter.base().getPort());

    var browser = starter.browserOf(ann);
    assertThat(browser.post("/sign-out", Map.of()).status()).isEqualTo(403);
    assertThat(browser.post("/sign-out", Map.of("_csrf", "x")).status()).isEqualTo(403);
    assertThat(
            browser
                .post("/sign-out", Map.of("_csrf", Browser.csrf(starter.browserOf(ann).get(PAGE))))
                .status())
        .isEqualTo(403);
    assertThat(browser.get(PAGE).status()).isEqualTo(200);
    assertThat(browser.submit(PAGE, "/sign-out", Map.of()).status()).isEqualTo(303);
    assertThat(browser.get(PAGE).status()).isEqualTo(303);
  }

  @Test
  void aCookieOpensNoCallAndATokenNoPage() {
    var browser = starter.browserOf(starter.person(Scope.ALL, "admin"));

    assertThat(browser.get("/api/v1/actions").status()).isEqualTo(401);
    assertThat(browser.get("/actuator/prometheus").status()).isEqualTo(401);
    assertThat(starter.get(PAGE).status()).isEqualTo(303);
  }

  @Test
  void whatIsTakenFromSomebodyIsGoneAtOnce() {
    var people = starter.bean(PersonStore.class);
    var ann = starter.person(Scope.ALL, "viewer");
    var one = starter.browserOf(ann);
    people.disable(ann.personId(), true);
    assertThat(one.get(PAGE).status()).isEqualTo(303);
    assertThat(new Browser(starter).signIn(ann.name(), RunningStarter.PASSWORD).status())
        .isEqualTo(403);

    people.disable(ann.personId(), false);
    assertThat(one.get(PAGE).status()).isEqualTo(303);
    var two = starter.browserOf(ann);
    people.grant(ann.personId(), Set.of("analyst"), Scope.ALL);
    assertThat(two.get(PAGE).status()).isEqualTo(303);
  }

  @Test
  void aPasswordThatWasHandedOutIsGoodForChoosingAnother() {
    var people = starter.bean(PersonStore.class);
    var ann = starter.person(Scope.ALL, "viewer");
    people.setPassword(ann.personId(), new Passwords().hash("abcde-fghij-klmno"), true);
    var browser = new Browser(starter);

    var welcome = browser.signIn(ann.name(), "abcde-fghij-klmno");
    assertThat(Browser.location(welcome)).isEqualTo("/password");
    assertThat(Browser.location(browser.get("/history"))).isEqualTo("/password?to=%2Fhistory");
    for (var bad : new String[] {"short", "abcde-fghij-klmno", "aaaaaaaaaaaaaaaa"}) {
      assertThat(chosen(browser, bad, bad)).as(bad).isEqualTo(422);
    }
    assertThat(chosen(browser, "a rather long one", "another long one")).isEqualTo(422);
    assertThat(chosen(browser, "a rather long one", "a rather long one")).isEqualTo(303);
    assertThat(people.find(ann.personId()).orElseThrow().mustChange()).isFalse();
    assertThat(new Browser(starter).signIn(ann.name(), "abcde-fghij-klmno").status())
        .isEqualTo(403);
    assertThat(new Browser(starter).signIn(ann.name(), "a rather long one").status())
        .isEqualTo(303);
  }

  private int chosen(Browser browser, String password, String repeated) {
    return browser.submit(PAGE, PAGE, Map.of("password", password, "repeated", repeated)).status();
  }

  @Test
  void aStreamWithoutASessionSaysSoAndEnds() {
    var answer = new Browser(starter).get("/live");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/event-stream");
    assertThat(answer.http().body()).isEqualTo("event: signedout\ndata: \n\n");
  }

  @Test
  void aPageLoadsNothingFromElsewhereAndIsNotKept() {
    var page = new Browser(starter).get("/sign-in").http();

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.body()).doesNotContain("style=").doesNotContain("<script");
  }

  @Test
  void theSheetIsOpen() {
    var sheet = new Browser(starter).get("/assets/quaestor.css");

    assertThat(sheet.status()).isEqualTo(200);
    assertThat(sheet.contentType()).startsWith("text/css");
    for (var path :
        new String[] {
          "/assets/../application.yaml",
          "/assets/%2e%2e/application.yaml",
          "/assets/..%2fapplication.yaml",
          "/assets//application.yaml",
          "/assets/"
        }) {
      assertThat(new Browser(starter).get(path).status()).as(path).isIn(303, 400, 404);
    }
  }

  @Test
  void whoTypesSomethingHostileSeesItAsText() {
    var browser = new Browser(starter);
    var answer =
        browser.submit(
            "/sign-in",
            "/sign-in",
            Map.of("name", "\"><script>", "password", "x", "to", "/\"><script>"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.http().body()).doesNotContain("<script>");
  }

  @Test
  void aFormThatIsTooLargeIsNotRead() {
    var browser = new Browser(starter);

    var answer = browser.post("/sign-in", Map.of("name", "x".repeat(20_000)));

    assertThat(answer.status()).isEqualTo(413);
  }
}
